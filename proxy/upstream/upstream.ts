import type { Balancer } from '../balancers/balancer.ts';
import type { EjectionVerdict } from '../health/ejection.ts';
import { mayEjectOneMore, panics } from '../health/ejection-limits.ts';
import type { Readiness } from '../health/probe.ts';
import { groupHealth, present } from './group-health.ts';
import type { Peer } from './peer.ts';
import { type KeyedRequest, type KeySource, requestKey } from './request-key.ts';

/** A group of interchangeable peers. */
export interface UpstreamOptions {
  readonly peers: readonly Peer[];
  readonly balancer: Balancer;
  /** By what a keyed balancer tells requests. */
  readonly hashKey: KeySource;
  /** Default: all may be ejected, and there is no panic. */
  readonly limits?: UpstreamLimits;
  /** Hears of each ejection, also of one that follows another. */
  readonly onEjected: (peer: Peer) => void;
  /** Hears of a panic's beginning and end, as far as requests notice it. */
  readonly onPanic?: (panicking: boolean) => void;
}

/** How far the health of single peers decides. */
export interface UpstreamLimits {
  /** Most of the live peers that may be ejected, in percent; one always may. */
  readonly sharePercent: number;
  /** All are asked while fewer of those present are usable, in percent; 0 = never. */
  readonly panicPercent: number;
  /** Time to an answer's head above which it counts as a failure, in ms; 0 = none. */
  readonly latencyMs: number;
}

const noLimits: UpstreamLimits = { sharePercent: 100, panicPercent: 0, latencyMs: 0 };

/** Knows which peers are available and chooses among them. */
export class Upstream {
  readonly peers: readonly Peer[];
  readonly #tiers: readonly (readonly Peer[])[];
  readonly #balancer: Balancer;
  readonly #hashKey: KeySource;
  readonly #limits: UpstreamLimits;
  readonly #onEjected: (peer: Peer) => void;
  readonly #onPanic: (panicking: boolean) => void;
  #panicked = false;
  /** Refilled by every pick: the hot path allocates no list. */
  readonly #candidates: Peer[] = [];

  constructor(options: UpstreamOptions) {
    const { peers, balancer, hashKey, limits, onEjected, onPanic } = options;
    this.peers = peers;
    const backups = peers.filter(({ backup }) => backup);
    this.#tiers = backups.length > 0 ? [peers.filter(({ backup }) => !backup), backups] : [peers];
    this.#balancer = balancer;
    this.#hashKey = hashKey;
    this.#limits = limits ?? noLimits;
    this.#onEjected = onEjected;
    this.#onPanic = onPanic ?? (() => undefined);
    for (const peer of peers) peer.ejection.mayEject = () => this.#mayEject(peer);
  }

  /** Peers that are live and not ejected. */
  get liveCount(): number {
    return this.peers.filter((peer) => usable(peer, 'live')).length;
  }

  /** Whether so few peers are usable that all are asked. */
  get panicking(): boolean {
    const { panicPercent } = this.#limits;
    return panicPercent > 0 && panics(groupHealth(this.peers), panicPercent);
  }

  /** Whether a peer outside `tried` is available. */
  availableBeyond(tried: readonly Peer[]): boolean {
    return this.#available(tried).length > 0;
  }

  /** Whether a peer outside `tried` would be available if it had not as many attempts as it may. */
  fullBeyond(tried: readonly Peer[]): boolean {
    const only = this.#onlyLive();
    const { panicking } = this;
    return this.peers.some((peer) => {
      if (!peer.full || tried.includes(peer)) return false;
      if (peer === only || (panicking && present(peer))) return true;
      return serves(peer) || usable(peer, 'hanging');
    });
  }

  /** Whether a peer outside `tried` answers, with room or without: none that is silent counts. */
  servedBeyond(tried: readonly Peer[]): boolean {
    const only = this.#onlyLive();
    return this.peers.some((peer) => (serves(peer) || peer === only) && !tried.includes(peer));
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

  /** Learns that an attempt failed. @param status  what was answered, if anything */
  noteFailure(peer: Peer, status?: number): void {
    peer.failed += 1;
    this.#balancer.noteFailure(peer);
    this.#judge(peer, peer.ejection.noteFailure(status));
  }

  /** Learns of an answer whose status is no failure by itself. @param ms  time to its head */
  noteAnswer(peer: Peer, status: number, ms: number): void {
    const { latencyMs } = this.#limits;
    if (latencyMs > 0 && ms > latencyMs) this.noteFailure(peer, status);
    else this.#judge(peer, peer.ejection.noteAnswer(status));
  }

  /** When the first of the ejected peers is tried again, in ms from now; 0 when none is ejected. */
  get returnInMs(): number {
    const waits = this.peers.map((peer) => peer.ejection.remainingMs).filter((wait) => wait > 0);
    return waits.length === 0 ? 0 : Math.min(...waits);
  }

  #mayEject(peer: Peer): boolean {
    const others = groupHealth(this.peers.filter((other) => other !== peer));
    return mayEjectOneMore({ ...others, live: others.live + 1 }, this.#limits.sharePercent);
  }

  #judge(peer: Peer, verdict: EjectionVerdict): void {
    // Failing again before it recovered is the same time.
    if (verdict === 'ejected') peer.tally.ejections += 1;
    if (verdict === 'ejected' || verdict === 'ejected again') this.#onEjected(peer);
  }

  /** Whether there is a panic; says so when that changes. */
  #noticePanic(): boolean {
    const { panicking } = this;
    if (panicking !== this.#panicked) {
      this.#panicked = panicking;
      this.#onPanic(panicking);
    }
    return panicking;
  }

  #available(tried: readonly Peer[]): readonly Peer[] {
    const candidates = this.#candidates;
    if (this.#noticePanic()) return this.#listPresent(tried);
    if (this.#listCandidates('live', tried)) return candidates;
    // A single peer is never left out: there would be nobody else to ask (as in nginx).
    const only = this.#onlyLive();
    if (only !== undefined && !tried.includes(only)) {
      if (!only.full) candidates.push(only);
      return candidates;
    }
    // Peers that drain still serve. When all do, as between two steps of a reload, they are asked.
    if (this.#listCandidates('draining', tried)) return candidates;
    // Who hangs may answer yet, which is better than nobody; but those that serve have room soon.
    if (!this.servedBeyond(tried)) this.#listCandidates('hanging', tried);
    return candidates;
  }

  /** Lists whoever belongs to the group, in a panic. */
  #listPresent(tried: readonly Peer[]): readonly Peer[] {
    const candidates = this.#candidates;
    candidates.length = 0;
    for (const peer of this.peers) {
      if (present(peer) && !peer.full && !tried.includes(peer)) candidates.push(peer);
    }
    return candidates;
  }

  /**
   * Writes over the last list: emptying it first would give its memory away. Backups are listed
   * where there is nobody else.
   *
   * @returns whether anybody is listed
   */
  #listCandidates(role: Role, tried: readonly Peer[]): boolean {
    const candidates = this.#candidates;
    let count = 0;
    for (const tier of this.#tiers) {
      for (const peer of tier) {
        if (!usable(peer, role) || peer.full || tried.includes(peer)) continue;
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

/** As what a peer may be asked; the hanging are absent by their probes. */
type Role = Extract<Readiness, 'live' | 'draining'> | 'hanging';

function usable(peer: Peer, role: Role): boolean {
  // Failures of one that hangs are its silence once more.
  if (role === 'hanging') return peer.readiness === 'absent' && peer.hanging;
  return peer.readiness === role && !peer.ejection.ejected;
}

function serves(peer: Peer): boolean {
  return usable(peer, 'live') || usable(peer, 'draining');
}
