import { codeOf } from '../errors.ts';

/** Answers that never have a body, whatever their Content-Length says (RFC 9112 §6.3). */
const bodiless: ReadonlySet<number> = new Set([204, 304]);

/**
 * Whether the body of an answer is whole, though undici could not go on with it: it misses the body
 * that the Content-Length of a 304 speaks of, and its parser refuses a Content-Length among the
 * trailers, behind the last chunk, where it says nothing (RFC 9110 §6.5.1).
 *
 * @param status  of the answer, whose head was understood
 */
export function isWholeDespite(error: Error, status: number): boolean {
  if (codeOf(error) === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH') return bodiless.has(status);
  return error.name === 'HTTPParserError' && error.message.includes("Content-Length can't be");
}
