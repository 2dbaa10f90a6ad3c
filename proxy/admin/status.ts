import process from 'node:process';
import type { Readiness } from '../health/probe.ts';
import { latencyBoundsMs } from '../latency-histogram.ts';
import type { Peer } from '../upstream/peer.ts';
import { type CacheFigures, readCache } from './cache-status.ts';
import { type SettingView, viewSettings } from './settings-view.ts';
import { type AdminSource, peerState, type peerStates } from './source.ts';

/** What `GET /-/status` tells. Times are in ms, and null where nothing was measured yet. */
export interface Status {
  readonly uptimeMs: number;
  readonly totals: {
    readonly requests: number;
    readonly retries: number;
    /** Retries that were not made because the budget was spent. */
    readonly retriesRefused: number;
    /** Finished exchanges by the class of their status. */
    readonly statuses: Readonly<Record<string, number>>;
    readonly p50Ms: number | null;
    readonly p95Ms: number | null;
    /** Finished exchanges by their time; the last bucket has no bound. */
    readonly latencies: readonly { readonly toMs: number | null; readonly count: number }[];
  };
  readonly clients: {
    readonly connections: number;
    readonly accepted: number;
    readonly receivedBytes: number;
    readonly sentBytes: number;
  };
  /** Whether so few peers are usable that all are asked. */
  readonly panicking: boolean;
  readonly tunnels: {
    readonly open: number;
    /** So far. */
    readonly opened: number;
    readonly receivedBytes: number;
    readonly sentBytes: number;
  };
  /** Requests and connections that were not let in, by reason. */
  readonly refused: Readonly<Record<string, number>>;
  /** Requests that wait for a peer with room. */
  readonly waiting: number;
  /** Null where there is no cache. */
  readonly cache: CacheFigures | null;
  readonly peers: readonly PeerStatus[];
  /** The processes that serve the port. */
  readonly processes: readonly ProcessStatus[];
  /** The settings in force by name. */
  readonly settings: Readonly<Record<string, SettingView>>;
}

/** One process in {@link Status}. */
export interface ProcessStatus {
  readonly pid: number;
  readonly uptimeMs: number;
  readonly requests: number;
  readonly connections: number;
}

/** One peer in {@link Status}. */
export interface PeerStatus {
  readonly id: string;
  readonly weight: number;
  readonly backup: boolean;
  /** Most attempts at a time; 0 = no limit. */
  readonly maxConns: number;
  readonly state: (typeof peerStates)[number];
  /** What probes say, also of a peer that is drained by hand. */
  readonly probed: Readiness;
  /** When an ejected peer is tried again. */
  readonly ejectedUntil: string | null;
  readonly inFlight: number;
  /** Failures that count at present. */
  readonly fails: number;
  readonly attempts: number;
  readonly answered: number;
  /** Failures so far that counted. */
  readonly failed: number;
  /** Attempts without a whole answer, by reason. */
  readonly failures: Readonly<Record<string, number>>;
  readonly ejections: number;
  /** Ejections that followed one another: each makes the next longer. */
  readonly ejectionsInRow: number;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
}

/** The body of `GET /-/status`. */
export function readStatus(source: AdminSource): Status {
  const { peers, upstream, queue, retryBudget, totals, connections, tunnels, refusals } = source;
  const { startedAtMs, wallClock } = source;
  const now = wallClock();
  return {
    uptimeMs: Math.round(now - startedAtMs),
    totals: {
      requests: totals.figures.count,
      retries: totals.retries,
      retriesRefused: retryBudget.refused,
      statuses: totals.statuses,
      p50Ms: totals.figures.latencyMs(0.5) ?? null,
      p95Ms: totals.figures.latencyMs(0.95) ?? null,
      latencies: totals.latencies.counts.map((count, index) => ({
        toMs: latencyBoundsMs[index] ?? null,
        count,
      })),
    },
    clients: {
      connections: connections.openCount,
      accepted: connections.accepted,
      receivedBytes: connections.receivedBytes,
      sentBytes: connections.sentBytes,
    },
    panicking: upstream.panicking,
    tunnels: {
      open: tunnels.openCount,
      opened: tunnels.opened,
      receivedBytes: tunnels.receivedBytes,
      sentBytes: tunnels.sentBytes,
    },
    refused: refusals.counts,
    waiting: queue.waiting,
    cache: readCache(source.cache),
    peers: peers.map((peer) => readPeer(peer, now)),
    processes: [
      {
        pid: process.pid,
        uptimeMs: Math.round(now - startedAtMs),
        requests: totals.figures.count,
        connections: connections.openCount,
      },
    ],
    settings: viewSettings(source.reloading.inForce),
  };
}

/** @param now  the wall clock in ms since 1970 */
export function readPeer(peer: Peer, now: number): PeerStatus {
  const { id, weight, backup, maxConns, probed, ejection, inFlight, answered, failed, tally } =
    peer;
  const { ejected, fails } = ejection;
  return {
    id,
    weight,
    backup,
    maxConns,
    state: peerState(peer),
    probed,
    ejectedUntil: ejected ? new Date(now + ejection.remainingMs).toISOString() : null,
    inFlight,
    fails,
    attempts: tally.attempts,
    answered,
    failed,
    failures: tally.failures,
    ejections: tally.ejections,
    ejectionsInRow: ejection.inRow,
    p50Ms: tally.latencies.quantileMs(0.5) ?? null,
    p95Ms: tally.latencies.quantileMs(0.95) ?? null,
  };
}
