import type { Settings } from '../settings.ts';

/** Settings that take effect with the next start only, by their names. */
export const restartSettings: ReadonlyMap<string, keyof Settings> = new Map<string, keyof Settings>(
  [
    ['PROXY_HOST', 'host'],
    ['PROXY_PORT', 'port'],
    ['PROXY_ADMIN_PORT', 'adminPort'],
    ['PROXY_PROCESSES', 'processes'],
    ['PROXY_SETTINGS_FILE', 'settingsFile'],
  ],
);
