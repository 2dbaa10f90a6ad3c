import type { SettingsInForce } from '../../service/environment.ts';

/** Variables by their names. */
export type MemberEnvironment = Readonly<Record<string, string>>;

/**
 * The variables that make a member read just these settings, and no file.
 *
 * @param ports  those that are served where the settings leave them open
 */
export function memberEnvironment(
  inForce: SettingsInForce,
  ports: MemberEnvironment,
): MemberEnvironment {
  const given = [...inForce].map(([name, { value, origin }]) => [
    name,
    origin === 'default' ? '' : value,
  ]);
  return { ...Object.fromEntries(given), ...ports, ['PROXY_SETTINGS_FILE']: '' };
}
