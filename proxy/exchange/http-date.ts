let second = Number.NaN;
let text = '';

/** A moment as HTTP writes it (RFC 9110 §5.6.7); made once a second. @param atMs  ms since 1970 */
export function httpDate(atMs: number): string {
  const now = Math.floor(atMs / 1000);
  if (now !== second) {
    second = now;
    text = new Date(atMs).toUTCString();
  }
  return text;
}
