import type { SettingsInForce } from '../../service/environment.ts';

/** The variables that make a member read just these settings, and no file. */
export function memberEnvironment(inForce: SettingsInForce): Readonly<Record<string, string>> {
  const given = [...inForce].map(([name, { value, origin }]) => [
    name,
    origin === 'default' ? '' : value,
  ]);
  return { ...Object.fromEntries(given), ['PROXY_SETTINGS_FILE']: '' };
}
