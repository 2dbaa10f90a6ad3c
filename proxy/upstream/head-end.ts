const headEnd = Buffer.from('\r\n\r\n', 'latin1');

/** Size of what ends a head: the end of its last line, and an empty one. */
export const headEndBytes = headEnd.length;

const cr = 13;

/** How much of the end of a head there is with one more byte. @param ended  how much there was */
export function endedWith(ended: number, byte: number): number {
  if (byte === headEnd[ended]) return ended + 1;
  return byte === cr ? 1 : 0;
}

/**
 * The same with many more bytes, of which only the last can matter to what follows.
 *
 * @param from  where they begin
 */
export function endedBy(ended: number, bytes: Buffer, from: number): number {
  const last = bytes.length - headEndBytes + 1;
  let now = last >= from ? 0 : ended;
  for (let i = Math.max(last, from); i < bytes.length; i += 1) now = endedWith(now, bytes[i] ?? 0);
  return now;
}
