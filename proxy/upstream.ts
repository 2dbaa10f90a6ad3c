import type { Balancer } from './balancers/balancer.ts';
import type { Readiness } from './health/probe.ts';
import type { Peer } from './peer.ts';

/** A group of interchangeable peers. */
export interface UpstreamOptions {
  readonly peers: readonly Peer[];
  readonly balancer: Balancer;
  /** Hears of each failure that leaves a peer out. */
  readonly onEjected: (peer: Peer) => void;
}

/** Knows which peers are available and chooses among them. */
export class Upstream {
  readonly peers: readonly Peer[];
  readonly #balancer: Balancer;
  readonly #onEjected: (peer: Peer) => void;
  /** Refilled by every pick: the hot path allocates no list. */
  readonly #candidates: Peer[] = [];

  constructor({ peers, balancer, onEjected }: UpstreamOptions) {
    this.peers = peers;
    this.#balancer = balancer;
    this.#onEjected = onEjected;
  }

  /** Peers that are live and not ejected. */
  get liveCount(): number {
    return this.peers.filter(({ readiness, ejection }) => readiness === 'live' && !ejection.ejected)
      .length;
  }

  /** Whether a peer outside `tried` is available. */
  availableBeyond(tried: readonly Peer[]): boolean {
    return this.#available(tried).length > 0;
  }

  /**
   * Chooses a peer for an attempt.
   *
   * @param tried  peers that this exchange has already asked
   * @returns      undefined when nobody is available
   */
  pick(tried: readonly Peer[]): Peer | undefined {
    const peer = this.#balancer.pick(this.#available(tried));
    peer?.ejection.noteSelected();
    return peer;
  }

  /** Learns that an attempt failed. */
  noteFailure(peer: Peer): void {
    peer.failed += 1;
    this.#balancer.noteFailure(peer);
    if (peer.ejection.noteFailure()) this.#onEjected(peer);
  }

  /** When the first of the ejected peers is tried again, in ms from now; 0 when none is ejected. */
  get returnInMs(): number {
    const waits = this.peers.map((peer) => peer.ejection.remainingMs).filter((wait) => wait > 0);
    return waits.length === 0 ? 0 : Math.min(...waits);
  }

  #available(tried: readonly Peer[]): readonly Peer[] {
    const candidates = this.#candidates;
    this.#listCandidates('live', tried);
    if (candidates.length > 0) return candidates;
    // A single peer is never left out: there would be nobody else to ask (as in nginx).
    const only = this.#onlyLive();
    if (only !== undefined && !tried.includes(only)) candidates.push(only);
    // Peers that drain still serve. When all do, as between two steps of a reload, they are asked.
    else this.#listCandidates('draining', tried);
    return candidates;
  }

  /** Writes over the last list: emptying it first would give its memory away. */
  #listCandidates(readiness: Readiness, tried: readonly Peer[]): void {
    const candidates = this.#candidates;
    let count = 0;
    for (const peer of this.peers) {
      if (peer.readiness !== readiness || peer.ejection.ejected || tried.includes(peer)) continue;
      candidates[count] = peer;
      count += 1;
    }
    if (candidates.length > count) candidates.length = count;
  }

  #onlyLive(): Peer | undefined {
    const live = this.peers.filter(({ readiness }) => readiness === 'live');
    return live.length === 1 ? live[0] : undefined;
  }
}
