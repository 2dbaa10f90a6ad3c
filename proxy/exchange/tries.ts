import { loggedMs, type TryRecord } from '../log/access-log.ts';
import type { Peer } from '../upstream/peer.ts';
import type { AttemptOutcome } from '../upstream/peer-tally.ts';

/** The attempts of one exchange, one at a time. */
export class Tries {
  /** Peers that were asked, each once. */
  readonly peers: Peer[] = [];
  /** What became of each attempt. */
  readonly records: TryRecord[] = [];
  readonly #now: () => number;
  #current: Peer | undefined;
  #count = 0;
  #startedAt = 0;
  #firstStartedAt = 0;
  #switchedAt: number | undefined;

  /** @param now  a monotonic clock in ms */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Attempts begun so far. */
  get count(): number {
    return this.#count;
  }

  /** Time since the first began, in ms. */
  get elapsedMs(): number {
    return this.#now() - this.#firstStartedAt;
  }

  /** Time since the latest began, in ms. */
  get currentMs(): number {
    return this.#now() - this.#startedAt;
  }

  /** Who is being asked. */
  get current(): Peer | undefined {
    return this.#current;
  }

  /** An attempt begins. */
  begin(peer: Peer): void {
    this.#current = peer;
    this.#startedAt = this.#now();
    if (this.#count === 0) this.#firstStartedAt = this.#startedAt;
    this.#count += 1;
    peer.inFlight += 1;
    peer.tally.attempts += 1;
    if (!this.peers.includes(peer)) this.peers.push(peer);
  }

  /** The attempt under way became a tunnel: what comes is not the peer's time to answer. */
  switch(): void {
    this.#switchedAt = this.#now();
  }

  /** The attempt under way is over; does nothing when there is none. */
  end(outcome: AttemptOutcome): void {
    const peer = this.#current;
    if (peer === undefined) return;
    this.#current = undefined;
    peer.release();
    const now = this.#now();
    const ms = loggedMs((this.#switchedAt ?? now) - this.#startedAt);
    peer.tally.note(outcome, ms);
    if ('status' in outcome) {
      peer.latency.note(ms, now);
      this.records.push({ peer: peer.id, status: outcome.status, ms });
    } else this.records.push({ peer: peer.id, error: outcome.error, ms });
  }
}
