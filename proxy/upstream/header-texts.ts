import { withoutBlanks } from '../without-blanks.ts';

/** A response head larger than this is invalid. */
export const responseHeadLimitBytes = 32_768;

/** Bytes that no field may hold (RFC 9110 §5.5); the parser saw to the line ends. */
const forbiddenByte = /[^\t\r\n\x20-\x7e\x80-\xff]/;

/**
 * Reads the parts of a header section as latin1; undefined when there are bytes that no field may hold.
 * The parser leaves white space behind a value, and what is around it is no part of it (RFC 9112 §5.1).
 *
 * @param read  of which all parts are pieces, where they came in one read: to make a text of that and
 *              to cut it is faster than to read each part
 */
export function headerTexts(parts: readonly Buffer[], read?: Buffer): string[] | undefined {
  const first = parts[0];
  const last = parts.at(-1);
  if (first === undefined || last === undefined) return [];
  if (read === undefined) return textsOfEach(parts);
  const start = first.byteOffset - read.byteOffset;
  const end = last.byteOffset - read.byteOffset + last.length;
  const whole = read.toString('latin1', start, end);
  // What is forbidden may stand between the parts.
  if (forbiddenByte.test(whole)) return textsOfEach(parts);
  const { byteOffset } = first;
  return parts.map((part) => {
    const from = part.byteOffset - byteOffset;
    return withoutBlanks(whole, from, from + part.length);
  });
}

function textsOfEach(parts: readonly Buffer[]): string[] | undefined {
  const texts = parts.map((part) => part.toString('latin1'));
  return texts.some((text) => forbiddenByte.test(text))
    ? undefined
    : texts.map((text) => withoutBlanks(text, 0, text.length));
}
