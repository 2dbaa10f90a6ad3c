import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type NginxVersion, parseVersion } from './version.ts';

/**
 * Asks an nginx for its version.
 *
 * @param program  its path, or its name where it is on the path
 * @throws {Error} it can't be run, or is older than 1.22
 */
export async function installedVersion(program: string): Promise<NginxVersion> {
  const { stderr } = await promisify(execFile)(program, ['-v']);
  return parseVersion(/nginx\/(\d+\.\d+\.\d+)/.exec(stderr)?.[1] ?? stderr.trim());
}
