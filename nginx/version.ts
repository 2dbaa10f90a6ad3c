/** A version of nginx, its three numbers in order. */
export type NginxVersion = readonly [major: number, minor: number, patch: number];

/** The newest that this generator knows of. Later ones are taken for it. */
export const currentVersion: NginxVersion = [1, 31, 0];

/**
 * Reads `1.22`, `1.22.1`, or `current`. Without a patch it is the first of its branch.
 *
 * @throws {Error} the text is none of them, or names a version older than 1.22
 */
export function parseVersion(text: string): NginxVersion {
  if (text === 'current') return currentVersion;
  const [, major, minor, patch] = /^(\d+)\.(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  if (major === undefined) throw new Error(`must be current or such as 1.22: it is "${text}"`);
  const version: NginxVersion = [Number(major), Number(minor), Number(patch ?? 0)];
  if (!reaches(version, '1.22.0')) throw new Error(`must be 1.22 or newer: it is "${text}"`);
  return version;
}

/**
 * Whether a version has what came with another.
 *
 * @param since  such as `1.27.3`
 */
export function reaches(version: NginxVersion, since: string): boolean {
  const other = since.split('.').map(Number);
  const differing = version.findIndex((number, index) => number !== other[index]);
  return differing < 0 || (version[differing] ?? 0) > (other[differing] ?? 0);
}
