import type { Settings } from '../settings.ts';

/**
 * Settings that take effect with the next start only, by their names, and the values that therefore
 * stay as they are; none where nobody reads the value again.
 */
export const restartSettings: ReadonlyMap<string, keyof Settings | undefined> = new Map<
  string,
  keyof Settings | undefined
>([
  ['PROXY_HOST', 'host'],
  ['PROXY_PORT', 'port'],
  ['PROXY_ADMIN_PORT', 'adminPort'],
  ['PROXY_PROCESSES', 'processes'],
  ['PROXY_SETTINGS_FILE', 'settingsFile'],
  ['PROXY_RATE_KEYS', undefined],
  ['PROXY_TLS_PORT', undefined],
]);
