import type { Problem } from '../../service/problem.ts';
import type { Deadlines, Watched } from '../deadlines.ts';
import { DestinationUnavailable, PeersBusy } from '../errors.ts';
import type { Peer } from './peer.ts';
import type { KeyedRequest } from './request-key.ts';
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
  readonly request: KeyedRequest;
}

/** Where turns are waited for. */
export interface PeerQueueOptions {
  readonly upstream: Upstream;
  /** Most askers that wait at a time; 0 = nobody waits. */
  readonly length: number;
  readonly deadlines: Pick<Deadlines, 'add' | 'delete'>;
}

const nobody: readonly Peer[] = [];

/**
 * Gives peers to those who ask. When every peer that could serve has as many attempts as it may, the
 * asker waits in line; how long, is its own affair. Whoever came first is served first, but for one
 * that could only use a peer which is still full: it does not hold up those behind it.
 */
export class PeerQueue implements Watched {
  /** Always due while anybody waits: peers come back by mere passing of time, too. */
  readonly dueAt = 0;
  #upstream: Upstream;
  #length = 0;
  readonly #deadlines: PeerQueueOptions['deadlines'];
  readonly #line = new Map<Asker, Wish>();
  #serving = false;

  constructor({ upstream, length, deadlines }: PeerQueueOptions) {
    this.#upstream = upstream;
    this.#deadlines = deadlines;
    this.use(upstream, length);
  }

  /** From now on gives the peers of `upstream`. Whoever waits already keeps the place. */
  use(upstream: Upstream, length: number): void {
    this.#upstream = upstream;
    this.#length = length;
    const wanted = length > 0 || this.#line.size > 0;
    const served = wanted ? (): void => this.#serveSoon() : undefined;
    for (const peer of upstream.peers) peer.onReleased = served;
    this.#serveSoon();
  }

  /** How many wait. */
  get waiting(): number {
    return this.#line.size;
  }

  /**
   * Asks for a peer.
   *
   * @returns a peer, the reason why there is none, or undefined when `asker` waits for its turn
   */
  ask(asker: Asker, wish: Wish): Peer | Problem | undefined {
    // Nobody overtakes those who wait.
    const found = this.#line.size > 0 ? undefined : this.#find(wish);
    if (found !== undefined) return found;
    if (this.#line.size >= this.#length) return new PeersBusy();
    if (this.#line.size === 0) this.#deadlines.add(this);
    this.#line.set(asker, wish);
    this.#serveSoon();
    return undefined;
  }

  /** Whether a peer outside `tried` is available or will be. */
  peersLeft(tried: readonly Peer[]): boolean {
    if (this.#upstream.availableBeyond(tried)) return true;
    return this.#length > 0 && this.#upstream.fullBeyond(tried);
  }

  /** Gives a place up; does nothing when there is none. */
  leave(asker: Asker): void {
    if (this.#line.delete(asker) && this.#line.size === 0) this.#deadlines.delete(this);
  }

  /** Gives a place up because the wait was too long. @returns what to say of it */
  giveUp(asker: Asker): Problem {
    this.leave(asker);
    return new PeersBusy();
  }

  /** Serves those whose peers have room now. */
  expire(): void {
    for (const [asker, wish] of this.#line) {
      const found = this.#find(wish);
      if (found !== undefined) {
        this.leave(asker);
        asker.onTurn(found);
      } else if (!this.#upstream.availableBeyond(nobody)) return;
    }
  }

  #find({ tried, request }: Wish): Peer | Problem | undefined {
    const peer = this.#upstream.pick(tried, request);
    if (peer !== undefined) return peer;
    if (this.#upstream.fullBeyond(tried)) return undefined;
    return new DestinationUnavailable(this.#upstream.returnInMs);
  }

  /** After whatever runs now: a connection is not given its next request by its last one's end. */
  #serveSoon(): void {
    if (this.#serving || this.#line.size === 0) return;
    this.#serving = true;
    queueMicrotask(() => {
      this.#serving = false;
      this.expire();
    });
  }
}
