import type { SettingsInForce } from '../../service/environment.ts';

/** A setting in force, as the admin port shows it. */
export interface SettingView {
  readonly value: string;
  /** `environment`, `default`, or the `file:line` that sets it. */
  readonly origin: string;
}

/** All settings in force by name; of a secret it is told whether it is set, and no more. */
export function viewSettings(inForce: SettingsInForce): Readonly<Record<string, SettingView>> {
  return Object.fromEntries(
    [...inForce].map(([name, { value, origin, secret }]) => [
      name,
      { value: secret ? '(secret)' : value, origin },
    ]),
  );
}
