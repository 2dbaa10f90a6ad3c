/** Time in which what was measured loses all but 1/e of its say, in ms. */
const memoryMs = 10_000;

/**
 * How long a peer's answers took lately: a mean whose weights fade with time and not with the number
 * of answers. It fades itself while there are none, so that a peer that was slow is asked again.
 */
export class Latency {
  readonly #now: () => number;
  #meanMs = 0;
  #at = 0;

  /** @param now  a monotonic clock in ms */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** The mean, in ms; 0 before the first answer. */
  get ms(): number {
    return this.#meanMs === 0 ? 0 : this.#meanMs * this.#kept(this.#now());
  }

  /** Notes one answer. @param now  when it came, by the clock */
  note(ms: number, now: number = this.#now()): void {
    const kept = this.#meanMs === 0 ? 0 : this.#kept(now);
    this.#meanMs = this.#meanMs * kept + ms * (1 - kept);
    this.#at = now;
  }

  /** Forgets everything: the peer is another process now. */
  reset(): void {
    this.#meanMs = 0;
  }

  #kept(now: number): number {
    return Math.exp((this.#at - now) / memoryMs);
  }
}
