/** A part of a body: both ends are of it. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

const rangePattern = /^bytes=(?<first>\d{0,15})-(?<last>\d{0,15})$/i;

/**
 * Reads a Range of one part.
 *
 * @returns undefined where the whole is to be sent: another unit, several parts, malformed;
 *          `unsatisfiable` where none of it lies within the body
 * @see RFC 9110 §14.1.2
 */
export function readByteRange(
  range: string,
  sizeBytes: number,
): ByteRange | 'unsatisfiable' | undefined {
  const { first = '', last = '' } = rangePattern.exec(range)?.groups ?? {};
  if (first === '' && last === '') return undefined;
  if (first === '') return suffix(Number(last), sizeBytes);
  const from = Number(first);
  const to = last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1);
  if (last !== '' && Number(last) < from) return undefined;
  return from < sizeBytes ? { first: from, last: to } : 'unsatisfiable';
}

function suffix(length: number, sizeBytes: number): ByteRange | 'unsatisfiable' {
  if (length === 0 || sizeBytes === 0) return 'unsatisfiable';
  return { first: Math.max(0, sizeBytes - length), last: sizeBytes - 1 };
}
