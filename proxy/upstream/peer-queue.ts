import type { Problem } from '../../service/problem.ts';
import type { Deadlines, Watched } from '../deadlines.ts';
import { DestinationUnavailable, PeersBusy } from '../errors.ts';
import type { Peer } from './peer.ts';
import type { KeyedRequest } from './request-key.ts';
import { type Routed, RouteTimes } from './route-times.ts';
import type { Upstream } from './upstream.ts';

/** Who needs a peer for an attempt. */
export interface Asker {
  /** Its turn has come, with a peer to ask or the reason why there will be none. */
  onTurn(found: Peer | Problem): void;
}

/** What tells an asker's request from others. */
export interface Wish {
  /** Peers that it has asked already; may grow until its turn comes. */
  readonly tried: readonly Peer[];
  readonly request: KeyedRequest & Routed;
}

/** How a line is kept. */
export interface LineOptions {
  /** Most askers that wait at a time; 0 = nobody waits. */
  readonly queueLength: number;
  /** An asker has its place as if it had come so many times its route's usual time later. */
  readonly queueStretch: number;
}

/** Where turns are waited for. */
export interface PeerQueueOptions {
  readonly upstream: Upstream;
  readonly line: LineOptions;
  readonly deadlines: Pick<Deadlines, 'add' | 'delete'>;
  /** A monotonic clock in ms. */
  readonly now: () => number;
}

/** A place in line. */
interface Place {
  readonly asker: Asker;
  readonly wish: Wish;
  /** The lower, the sooner it is served. */
  readonly rankMs: number;
}

const nobody: readonly Peer[] = [];

/**
 * Gives peers to those who ask. When every peer that could serve has as many attempts as it may, the
 * asker waits in line; how long, is its own affair. Whoever came first is served first, but for two:
 * one that could only use a peer which is still full does not hold up those behind it, and one
 * whose route takes long lets those pass who came a while after it and are answered quickly: each
 * then waits in proportion to its own work, and none for ever.
 */
export class PeerQueue implements Watched {
  /** Always due while anybody waits: peers come back by mere passing of time, too. */
  readonly dueAt = 0;
  #upstream: Upstream;
  #options: LineOptions;
  readonly #deadlines: PeerQueueOptions['deadlines'];
  readonly #now: () => number;
  readonly #times = new RouteTimes();
  /** By their ranks. */
  readonly #line: Place[] = [];
  #serving = false;

  constructor({ upstream, line, deadlines, now }: PeerQueueOptions) {
    this.#upstream = upstream;
    this.#options = line;
    this.#deadlines = deadlines;
    this.#now = now;
    this.use(upstream, line);
  }

  /** From now on gives the peers of `upstream`. Whoever waits already keeps the place. */
  use(upstream: Upstream, line: LineOptions): void {
    this.#upstream = upstream;
    this.#options = line;
    const wanted = line.queueLength > 0 || this.#line.length > 0;
    const served = wanted ? (): void => this.#serveSoon() : undefined;
    for (const peer of upstream.peers) peer.onReleased = served;
    this.#serveSoon();
  }

  /** How many wait. */
  get waiting(): number {
    return this.#line.length;
  }

  /** Notes how long a peer took for the head of its answer, in ms. */
  noteAnswer(request: Routed, ms: number): void {
    if (this.#options.queueLength > 0) this.#times.note(request, ms);
  }

  /**
   * Asks for a peer.
   *
   * @returns a peer, the reason why there is none, or undefined when `asker` waits for its turn
   */
  ask(asker: Asker, wish: Wish): Peer | Problem | undefined {
    // Nobody overtakes those who wait.
    const found = this.#line.length > 0 ? undefined : this.#find(wish);
    if (found !== undefined) return found;
    if (this.#line.length >= this.#options.queueLength) return new PeersBusy();
    if (this.#line.length === 0) this.#deadlines.add(this);
    this.#join(asker, wish);
    this.#serveSoon();
    return undefined;
  }

  /** Whether a peer outside `tried` is available or will be. */
  peersLeft(tried: readonly Peer[]): boolean {
    if (this.#upstream.availableBeyond(tried)) return true;
    return this.#options.queueLength > 0 && this.#upstream.fullBeyond(tried);
  }

  /** The same, but for peers that are silent themselves. */
  othersServe(tried: readonly Peer[]): boolean {
    return this.#upstream.servedBeyond(tried) && this.peersLeft(tried);
  }

  /** Gives a place up; does nothing when there is none. */
  leave(asker: Asker): void {
    const index = this.#line.findIndex((place) => place.asker === asker);
    if (index < 0) return;
    this.#line.splice(index, 1);
    if (this.#line.length === 0) this.#deadlines.delete(this);
  }

  /** Gives a place up because the wait was too long. @returns what to say of it */
  giveUp(asker: Asker): Problem {
    this.leave(asker);
    return new PeersBusy();
  }

  /** Serves those whose peers have room now. */
  expire(): void {
    let index = 0;
    for (let place = this.#line[0]; place !== undefined; place = this.#line[index]) {
      const found = this.#find(place.wish);
      if (found !== undefined) {
        this.leave(place.asker);
        place.asker.onTurn(found);
      } else if (this.#upstream.availableBeyond(nobody)) index += 1;
      else return;
    }
  }

  #join(asker: Asker, wish: Wish): void {
    const rankMs = this.#now() + this.#options.queueStretch * this.#times.expectedMs(wish.request);
    const behind = this.#line.findLastIndex((place) => place.rankMs <= rankMs);
    this.#line.splice(behind + 1, 0, { asker, wish, rankMs });
  }

  #find({ tried, request }: Wish): Peer | Problem | undefined {
    const peer = this.#upstream.pick(tried, request);
    if (peer !== undefined) return peer;
    if (this.#upstream.fullBeyond(tried)) return undefined;
    return new DestinationUnavailable(this.#upstream.returnInMs);
  }

  /** After whatever runs now: a connection is not given its next request by its last one's end. */
  #serveSoon(): void {
    if (this.#serving || this.#line.length === 0) return;
    this.#serving = true;
    queueMicrotask(() => {
      this.#serving = false;
      this.expire();
    });
  }
}
