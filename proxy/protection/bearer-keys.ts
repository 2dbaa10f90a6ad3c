import { createHash, timingSafeEqual } from 'node:crypto';

/** More of them would make each request's comparison with all of them dear. */
const most = 1000;

/**
 * Reads SHA-256 digests in hexadecimal, divided by commas or one a line, each with or without
 * `name:` before it. What follows a `#` is for people. `none` is the empty list.
 *
 * @throws {Error} whose message completes a sentence that begins with the variable's name; it does
 *                 not repeat what may be a key
 */
export function parseKeyDigests(text: string): readonly string[] {
  if (text.trim() === 'none') return [];
  const entries = text
    .split('\n')
    .flatMap((line) => (line.split('#', 1)[0] ?? '').split(','))
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  const digests = entries.map((entry) => entry.slice(entry.lastIndexOf(':') + 1).toLowerCase());
  const wrong = digests.findIndex((digest) => !/^[0-9a-f]{64}$/.test(digest));
  if (wrong >= 0) throw new Error(`has an entry, number ${wrong + 1}, that is no SHA-256 digest`);
  if (digests.length > most) throw new Error(`has more than ${most} digests`);
  return digests;
}

/** The keys that let requests in; only their digests are known. */
export class BearerKeys {
  readonly #digests: readonly Buffer[];

  /** @param digests  by {@link parseKeyDigests} */
  constructor(digests: readonly string[]) {
    this.#digests = digests.map((digest) => Buffer.from(digest, 'hex'));
  }

  /**
   * Whether a field `Authorization` holds one of the keys (RFC 6750 §2.1). How long it takes tells
   * nothing of which key it was like.
   */
  open(authorization: string): boolean {
    const key = /^Bearer +([\w.~+/-]+=*)$/i.exec(authorization)?.[1];
    if (key === undefined) return false;
    const given = createHash('sha256').update(key).digest();
    let found = false;
    for (const digest of this.#digests) found = timingSafeEqual(digest, given) || found;
    return found;
  }
}
