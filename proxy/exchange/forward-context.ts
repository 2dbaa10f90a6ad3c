import type { Log } from '../../service/log.ts';
import type { EdgeCache } from '../cache/edge-cache.ts';
import type { Compression } from '../compression/compression.ts';
import type { Deadlines } from '../deadlines.ts';
import type { AccessLog } from '../log/open-access-log.ts';
import type { Protection } from '../protection/protection.ts';
import type { Settings } from '../settings.ts';
import type { Totals } from '../totals.ts';
import type { Tunnels } from '../tunnels/tunnels.ts';
import type { PeerQueue } from '../upstream/peer-queue.ts';
import type { Upstream } from '../upstream/upstream.ts';
import type { HttpsPlace } from './https-redirect.ts';
import type { RetryBudget } from './retry-budget.ts';

/** What all exchanges share. */
export interface ForwardContext {
  /** Read at every use: their values change with a reload. */
  readonly settings: Settings;
  readonly protection: Protection;
  /** Another one when its peers or its balancer change. */
  upstream: Upstream;
  readonly queue: PeerQueue;
  readonly deadlines: Deadlines;
  /** Absent when nothing is to be stored. */
  cache: EdgeCache | undefined;
  readonly totals: Totals;
  readonly retryBudget: RetryBudget;
  /** Decides which answers are compressed. */
  /** Another one when its settings change. */
  compression: Compression;
  readonly tunnels: Tunnels;
  readonly log: Log;
  /** Absent when exchanges are not to be written down. */
  accessLog: AccessLog | undefined;
  /** A monotonic clock in ms. */
  readonly now: () => number;
  /** The wall clock in ms since 1970. */
  readonly wallClock: () => number;
  /** Where requests without TLS are sent to; undefined where they are as good. */
  readonly httpsPlace: () => HttpsPlace | undefined;
  /** Whether the proxy is about to stop: clients are asked to come on a new connection. */
  draining: boolean;
}
