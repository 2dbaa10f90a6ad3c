/** How the values of variables are written, in nginx's words. */
export const logEscapes = ['default', 'json', 'none'] as const;

/** One of {@link logEscapes}. */
export type LogEscape = (typeof logEscapes)[number];

/**
 * What to do with a value: `default` writes what could end a quotation or a line as `\x22` and `-`
 * for nothing, `json` writes it as it stands within a JSON string, `none` as it is.
 *
 * @see nginx, `log_format … escape=`
 */
export const escapers: Readonly<Record<LogEscape, (value: string) => string>> = {
  default: (value) => (value === '' ? '-' : hexEscaped(value)),
  json: (value) => (plain.test(value) ? value : JSON.stringify(readBytes(value)).slice(1, -1)),
  none: (value) => (plain.test(value) ? value : readBytes(value)),
};

const plain = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/;

/** Writes the bytes of all that is not printable ASCII, and of quotes and backslashes, as `\xHH`. */
export function hexEscaped(value: string): string {
  return plain.test(value) ? value : value.replace(/[^\x20-\x7e]|["\\]/gu, hexBytes);
}

function hexBytes(character: string): string {
  // The fields of a message are bytes that were read as latin1.
  const bytes = Buffer.from(character, character > '\xff' ? 'utf8' : 'latin1');
  return [...bytes]
    .map((byte) => `\\x${byte.toString(16).toUpperCase().padStart(2, '0')}`)
    .join('');
}

/** Most bytes beyond ASCII are UTF-8; what is not becomes U+FFFD, so that the log stays readable. */
function readBytes(value: string): string {
  return /[^\0-\xff]/.test(value) ? value : Buffer.from(value, 'latin1').toString('utf8');
}
