import type { SettingsInForce } from '../../service/environment.ts';

/** Variables by their names. */
export type MemberEnvironment = Readonly<Record<string, string>>;

/**
 * The variables that make a member read just these settings, and no file.
 *
 * @param port  the one that is served, where the settings leave it open
 */
export function memberEnvironment(inForce: SettingsInForce, port: number): MemberEnvironment {
  const given = [...inForce].map(([name, { value, origin }]) => [
    name,
    origin === 'default' ? '' : value,
  ]);
  return {
    ...Object.fromEntries(given),
    ['PROXY_PORT']: String(port),
    ['PROXY_SETTINGS_FILE']: '',
  };
}
