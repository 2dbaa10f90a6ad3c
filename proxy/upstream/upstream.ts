import type { Balancer } from '../balancers/balancer.ts';
import type { Readiness } from '../health/probe.ts';
import type { Peer } from './peer.ts';
import { type KeyedRequest, type KeySource, requestKey } from './request-key.ts';

/** A group of interchangeable peers. */
export interface UpstreamOptions {
  readonly peers: readonly Peer[];
  readonly balancer: Balancer;
  /** By what a keyed balancer tells requests. */
  readonly hashKey: KeySource;
  /** Hears of each failure that leaves a peer out. */
  readonly onEjected: (peer: Peer) => void;
}

/** Knows which peers are available and chooses among them. */
export class Upstream {
  readonly peers: readonly Peer[];
  readonly #tiers: readonly (readonly Peer[])[];
  readonly #balancer: Balancer;
  readonly #hashKey: KeySource;
  readonly #onEjected: (peer: Peer) => void;
  /** Refilled by every pick: the hot path allocates no list. */
  readonly #candidates: Peer[] = [];

  constructor({ peers, balancer, hashKey, onEjected }: UpstreamOptions) {
    this.peers = peers;
    const backups = peers.filter(({ backup }) => backup);
    this.#tiers = backups.length > 0 ? [peers.filter(({ backup }) => !backup), backups] : [peers];
    this.#balancer = balancer;
    this.#hashKey = hashKey;
    this.#onEjected = onEjected;
  }

  /** Peers that are live and not ejected. */
  get liveCount(): number {
    return this.peers.filter((peer) => usable(peer, 'live')).length;
  }

  /** Whether a peer outside `tried` is available. */
  availableBeyond(tried: readonly Peer[]): boolean {
    return this.#available(tried).length > 0;
  }

  /** Whether a peer outside `tried` would be available if it had not as many attempts as it may. */
  fullBeyond(tried: readonly Peer[]): boolean {
    const only = this.#onlyLive();
    return this.peers.some((peer) => {
      if (!peer.full || tried.includes(peer)) return false;
      return peer === only || usable(peer, 'live') || usable(peer, 'draining');
    });
  }

  /**
   * Chooses a peer for an attempt.
   *
   * @param tried    peers that this exchange has already asked
   * @param request  what a keyed balancer tells it by
   * @returns        undefined when nobody is available
   */
  pick(tried: readonly Peer[], request?: KeyedRequest): Peer | undefined {
    const keyed = this.#balancer.keyed && request !== undefined;
    const key = keyed ? requestKey(this.#hashKey, request) : undefined;
    const peer = this.#balancer.pick(this.#available(tried), key);
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
    if (this.#listCandidates('live', tried)) return candidates;
    // A single peer is never left out: there would be nobody else to ask (as in nginx).
    const only = this.#onlyLive();
    if (only !== undefined && !tried.includes(only)) {
      if (!only.full) candidates.push(only);
    }
    // Peers that drain still serve. When all do, as between two steps of a reload, they are asked.
    else this.#listCandidates('draining', tried);
    return candidates;
  }

  /**
   * Writes over the last list: emptying it first would give its memory away. Backups are listed
   * where there is nobody else.
   *
   * @returns whether anybody is listed
   */
  #listCandidates(readiness: Readiness, tried: readonly Peer[]): boolean {
    const candidates = this.#candidates;
    let count = 0;
    for (const tier of this.#tiers) {
      for (const peer of tier) {
        if (!usable(peer, readiness) || peer.full || tried.includes(peer)) continue;
        candidates[count] = peer;
        count += 1;
      }
      if (count > 0) break;
    }
    if (candidates.length > count) candidates.length = count;
    return count > 0;
  }

  #onlyLive(): Peer | undefined {
    const live = this.peers.filter(({ readiness }) => readiness === 'live');
    return live.length === 1 ? live[0] : undefined;
  }
}

function usable(peer: Peer, readiness: Readiness): boolean {
  return peer.readiness === readiness && !peer.ejection.ejected;
}
