import type { Log } from '../../service/log.ts';
import type { EdgeCache } from '../cache/edge-cache.ts';
import type { ClientConnections } from '../client/connections.ts';
import type { RetryBudget } from '../exchange/retry-budget.ts';
import type { Refusals } from '../protection/refusals.ts';
import type { Reloading } from '../reload/reloading.ts';
import type { Totals } from '../totals.ts';
import type { Tunnels } from '../tunnels/tunnels.ts';
import type { Peer } from '../upstream/peer.ts';
import type { PeerQueue } from '../upstream/peer-queue.ts';
import type { Upstream } from '../upstream/upstream.ts';

/** What the admin port shows, and what it may change. */
export interface AdminSource {
  readonly peers: readonly Peer[];
  readonly upstream: Pick<Upstream, 'panicking'>;
  readonly queue: Pick<PeerQueue, 'waiting'>;
  readonly retryBudget: Pick<RetryBudget, 'refused'>;
  readonly totals: Totals;
  readonly connections: ClientConnections;
  readonly reloading: Pick<Reloading, 'inForce' | 'reload'>;
  /** Absent when nothing is to be stored. */
  readonly cache: EdgeCache | undefined;
  readonly tunnels: Tunnels;
  readonly refusals: Pick<Refusals, 'counts'>;
  readonly log: Log;
  readonly startedAtMs: number;
  /** The wall clock in ms since 1970. */
  readonly wallClock: () => number;
}

/** The states that a peer can be in. */
export const peerStates = ['live', 'ejected', 'draining', 'drained', 'absent', 'unknown'] as const;

/** The one state that says most of a peer. */
export function peerState({ readiness, ejection }: Peer): (typeof peerStates)[number] {
  return readiness === 'live' && ejection.ejected ? 'ejected' : readiness;
}
