import { Ejection } from '../../proxy/health/ejection.ts';
import { Latency } from '../../proxy/upstream/latency.ts';
import { Peer } from '../../proxy/upstream/peer.ts';
import type { PeerAddress } from '../../proxy/upstream/peer-list.ts';
import { SlowStart } from '../../proxy/upstream/slow-start.ts';

/** How a test's peer differs from others; its host is `h`. */
export interface SomePeer extends Partial<PeerAddress> {
  readonly port: number;
  readonly slowStartMs?: number;
  readonly now: () => number;
}

/** A live peer that the second failure ejects for a second; it connects to nobody by itself. */
export function somePeer({ slowStartMs = 0, now, ...given }: SomePeer): Peer {
  const address = { host: 'h', weight: 1, maxConns: 0, backup: false, ...given };
  const slowStart = new SlowStart({ weight: address.weight, slowStartMs, now });
  const onReturned = (): void => slowStart.begin();
  const rules = { maxFails: 2, failTimeoutMs: 1000, maxMs: 0, serverErrors: 0, gatewayErrors: 0 };
  const ejection = new Ejection({ rules, now, onReturned });
  const latency = new Latency(now);
  const peer = new Peer({ address, ejection, slowStart, latency, idleMs: 1000, now });
  peer.readiness = 'live';
  return peer;
}
