const headEnd = Buffer.from('\r\n\r\n', 'latin1');

/** Size of what ends a head: the end of its last line, and an empty one. */
export const headEndBytes = headEnd.length;

/** The first byte of what ends a line. */
export const cr = 13;

/** The second. */
export const lf = 10;

/** How much of the end of a head there is with one more byte. @param ended  how much there was */
export function endedWith(ended: number, byte: number): number {
  if (byte === headEnd[ended]) return ended + 1;
  return byte === cr ? 1 : 0;
}
