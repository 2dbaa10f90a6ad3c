import { STATUS_CODES } from 'node:http';

const plainPhrase = /^[\t\x20-\x7e]*$/;

/** Lines that were written before: a few statuses make up nearly all answers. */
const written = new Map<string, string>();

/**
 * A status line with its end. The peer's own words are kept where they are plain.
 *
 * @param phrase  the usual one where it is empty
 */
export function statusLine(status: number, phrase: string): string {
  const usual = STATUS_CODES[status] ?? '';
  if (phrase !== usual && phrase !== '') {
    return `HTTP/1.1 ${status} ${plainPhrase.test(phrase) ? phrase : usual}\r\n`;
  }
  const key = String(status);
  const known = written.get(key);
  if (known !== undefined) return known;
  const line = `HTTP/1.1 ${key} ${usual}\r\n`;
  written.set(key, line);
  return line;
}
