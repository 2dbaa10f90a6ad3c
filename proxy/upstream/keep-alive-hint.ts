/** A peer counts from when it was done, and the next request is on its way for a while. */
const marginMs = 1000;

/**
 * How long a connection may be idle by what its peer says, in ms: a second less than
 * `Keep-Alive: timeout=5` (RFC 2068 §19.7.1.1; Node's and Apache's servers send it).
 *
 * @param raw  name, value, name, value…
 * @returns    `Infinity` where it does not say; 0 or less where it is not worth keeping
 */
export function keptMsOf(raw: readonly string[]): number {
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = raw[i];
    // Most names are told apart by their length.
    if (name?.length !== 10 || name.toLowerCase() !== 'keep-alive') continue;
    const seconds = /(?:^|[\s,;])timeout=(\d+)/i.exec(raw[i + 1] ?? '')?.[1];
    if (seconds !== undefined) return 1000 * Number(seconds) - marginMs;
  }
  return Number.POSITIVE_INFINITY;
}
