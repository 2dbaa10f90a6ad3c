import { createHash, timingSafeEqual } from 'node:crypto';

/** The field by which a worker tells its own proxy from anybody else who can reach its port. */
export const proxyTokenField = 'X-Edgefolio-Token';

/** What a token may be: long enough not to be guessed, and fit for a field's value. */
const tokenShape = /^[\x21-\x7e]{16,256}$/;

/**
 * Reads a token; `none` is the absence of one.
 *
 * @throws {Error} whose message completes a sentence that begins with the variable's name
 */
export function parseProxyToken(text: string): { readonly token: string | undefined } {
  if (text === 'none') return { token: undefined };
  if (!tokenShape.test(text)) {
    throw new Error('must be none or 16 to 256 visible ASCII characters');
  }
  return { token: text };
}

/** Whether both are the same, in a time that tells nothing of where they differ. */
export function sameToken(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
