import { staysOpen } from '../stays-open.ts';

/** A peer counts from when it was done, and the next request is on its way for a while. */
const marginMs = 1000;

/**
 * How long a connection may be idle by what its peer says, in ms: a second less than
 * `Keep-Alive: timeout=5` (RFC 2068 §19.7.1.1; Node's and Apache's servers send it), and no time at all
 * where the peer closes it behind this answer.
 *
 * @param raw  name, value, name, value…
 * @param old  whether the answer is one of HTTP/1.0
 * @returns    `Infinity` where it does not say; 0 or less where it is not worth keeping
 */
export function keptMsOf(raw: readonly string[], old: boolean): number {
  let keptMs = Number.POSITIVE_INFINITY;
  let connection = '';
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = raw[i];
    // Most names are told apart by their length, which these two share.
    if (name?.length !== 10) continue;
    const lower = name.toLowerCase();
    const value = raw[i + 1] ?? '';
    if (lower === 'keep-alive') keptMs = Math.min(keptMs, saidMs(value));
    else if (lower === 'connection')
      connection = connection === '' ? value : `${connection},${value}`;
  }
  return staysOpen(connection, old) ? keptMs : 0;
}

function saidMs(keepAlive: string): number {
  const seconds = /(?:^|[\s,;])timeout=(\d+)/i.exec(keepAlive)?.[1];
  return seconds === undefined ? Number.POSITIVE_INFINITY : 1000 * Number(seconds) - marginMs;
}
