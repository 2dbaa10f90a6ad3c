import type { Environment } from '../../service/environment.ts';

/** The names that a reader of settings asks the environment for. */
export function settingsNames(read: (env: Environment) => unknown): ReadonlySet<string> {
  const names = new Set<string>();
  const recorder = new Proxy<Record<string, string>>(
    {},
    {
      get: (_, name) => {
        names.add(String(name));
        return undefined;
      },
    },
  );
  read(recorder);
  return names;
}
