import { malformedHead } from './read-head.ts';

/** What no head becomes whole with: a control character, or half of a line's end. */
const hopeless = /[^\t\r\n\x20-\x7e\x80-\xff]|[^\r]\n|\r[^\n]/;

/** As far as a request line can be told from what is none, such as one of HTTP/0.9. */
const requestLine = /^[A-Z][A-Z_-]* [^ ]+ HTTP\/\d\.\d$/;

/**
 * Refuses a head that is not whole yet and can never be read: its client need not wait for the time
 * limit to learn that.
 *
 * @param start  where the head begins
 * @param from   where the bytes begin that are new
 * @throws {RequestRejected} 400
 */
export function screenUnfinishedHead(bytes: Buffer, start: number, from: number): void {
  // With the byte before the new ones: it may be half of a line's end.
  const seen = bytes.toString('latin1', Math.max(start, from - 1));
  if (hopeless.test(seen) || bytes[start] === 10) {
    throw malformedHead(
      'holds a byte that HTTP does not allow, or a line that does not end in CR LF',
    );
  }
  if (!seen.includes('\n')) return;
  const lineEnd = bytes.indexOf('\r\n', start);
  const known = lineEnd < from - 1;
  if (!known && !requestLine.test(bytes.toString('latin1', start, lineEnd))) {
    throw malformedHead('has a malformed request line');
  }
}
