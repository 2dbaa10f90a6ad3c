/** A response head larger than this is invalid. */
export const responseHeadLimitBytes = 32_768;

/** Bytes that no field may hold (RFC 9110 §5.5); the parser saw to the line ends. */
const forbiddenByte = /[^\t\r\n\x20-\x7e\x80-\xff]/;

/**
 * Reads bytes as latin1; undefined when there are some that no field may hold. All parts of a head
 * are pieces of one buffer as a rule, and reading that once and cutting the text is faster than to
 * read each. Where a part came in two reads, others' bytes may lie between the parts.
 */
export function headerTexts(parts: readonly Buffer[]): string[] | undefined {
  const texts: string[] = [];
  const first = parts[0];
  const last = parts[parts.length - 1];
  if (first === undefined || last === undefined) return texts;
  const start = first.byteOffset;
  const size = last.byteOffset + last.length - start;
  const whole = size > 0 && size <= responseHeadLimitBytes ? latin1(first.buffer, start, size) : '';
  const clean = !forbiddenByte.test(whole);
  for (const part of parts) {
    const from = part.byteOffset - start;
    const inside = part.buffer === first.buffer && from >= 0 && from + part.length <= whole.length;
    const text = inside ? whole.slice(from, from + part.length) : part.toString('latin1');
    if (!(inside && clean) && forbiddenByte.test(text)) return undefined;
    texts.push(withoutBlankEnd(text));
  }
  return texts;
}

/** The parser leaves white space behind a value, which is no part of it (RFC 9112 §5.1). */
function withoutBlankEnd(text: string): string {
  let end = text.length;
  while (end > 0 && (text.charCodeAt(end - 1) === 32 || text.charCodeAt(end - 1) === 9)) end -= 1;
  return end === text.length ? text : text.slice(0, end);
}

function latin1(bytes: ArrayBufferLike, start: number, size: number): string {
  return start + size > bytes.byteLength ? '' : Buffer.from(bytes, start, size).toString('latin1');
}
