import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import process from 'node:process';

/**
 * A file of the folder `shared/data` that stands beside the repository: real prices and reference
 * answers that are not copied into it.
 *
 * @returns undefined, and a line on stdout, where the folder is absent
 * @throws {Error} in CI, where it must be there
 */
export function sharedData(path: string): string | undefined {
  const file = resolve('..', 'shared', 'data', path);
  if (existsSync(file)) return file;
  if (process.env['CI']) throw new Error(`shared data is missing: ${file}`);
  process.stdout.write(`skipped, no ../shared/data/${path}: `);
  return undefined;
}
