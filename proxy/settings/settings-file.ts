import type { Environment } from '../../service/environment.ts';
import { type EnvironmentFile, parseEnvironmentFile } from '../../service/environment-file.ts';

const nameOfFile = 'PROXY_SETTINGS_FILE';

/**
 * Reads the file that the environment names for settings. One that can't be read is a fault among
 * the others.
 *
 * @param readText  reads a whole file; may throw
 * @returns         undefined when none is named
 */
export function readSettingsFile(
  env: Environment,
  readText: (path: string) => string,
): EnvironmentFile | undefined {
  const name = env[nameOfFile];
  if (!name || name === 'none') return undefined;
  try {
    const file = parseEnvironmentFile(name, readText(name));
    const own = file.entries.get(nameOfFile);
    if (own === undefined) return file;
    const fault = `${name}:${own.line}: ${nameOfFile} can be set in the environment alone`;
    return { ...file, faults: [...file.faults, fault] };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { name, entries: new Map(), faults: [`${nameOfFile} can't be read: ${reason}`] };
  }
}
