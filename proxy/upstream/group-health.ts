import type { GroupHealth } from '../health/ejection-limits.ts';
import type { Peer } from './peer.ts';

/**
 * Whether a peer belongs to the group at present: those drained by hand don't, nor does a port where
 * nobody listens. Silence may be overload, so who is silent still does.
 */
export function present({ readiness, silent }: Peer): boolean {
  return readiness === 'absent' ? silent : readiness !== 'drained';
}

/** Counts the peers of a group by their health. */
export function groupHealth(peers: readonly Peer[]): GroupHealth {
  const counts = { live: 0, ejected: 0, present: 0 };
  for (const peer of peers) {
    if (present(peer)) counts.present += 1;
    if (peer.readiness !== 'live') continue;
    counts.live += 1;
    if (peer.ejection.ejected) counts.ejected += 1;
  }
  return counts;
}
