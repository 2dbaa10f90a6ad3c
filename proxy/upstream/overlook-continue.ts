/** An interim status that nobody has defined: it is passed over by whoever sees it. */
export const overlookedStatus = 199;

const continues = /^HTTP\/1\.1 100/;

const statusLineBytes = 12;

const headEnd = '\r\n\r\n';

/**
 * Lets a peer say `100 Continue` though it was not asked for it, as it may (RFC 9110 §15.2): undici
 * takes that for the end of sense and the connection for broken. The bytes of the status are turned
 * into {@link overlookedStatus} before undici reads them, where they are the first of a read, or
 * come behind other interim responses.
 *
 * @param bytes  of one read that begins with a head: changed in place
 */
export function overlookContinue(bytes: Buffer): void {
  for (let at = 0; at >= 0 && isInterim(bytes, at); at = nextHead(bytes, at)) {
    if (!continues.test(bytes.toString('latin1', at, at + statusLineBytes))) continue;
    bytes.write(String(overlookedStatus), at + statusLineBytes - 3, 'latin1');
  }
}

/** Whether an interim response begins there; behind a 101 there are no others. */
function isInterim(bytes: Buffer, at: number): boolean {
  if (bytes[at] !== 72 || bytes[at + 9] !== 49) return false;
  return bytes.toString('latin1', at + 10, at + statusLineBytes) !== '01';
}

function nextHead(bytes: Buffer, from: number): number {
  const end = bytes.indexOf(headEnd, from);
  return end < 0 ? end : end + headEnd.length;
}
