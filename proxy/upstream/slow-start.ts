/** How a peer's weight grows. */
export interface SlowStartOptions {
  /** The weight at the end. */
  readonly weight: number;
  /** How long it takes to grow, in ms; 0 = no time. */
  readonly slowStartMs: number;
  /** A monotonic clock in ms. */
  readonly now: () => number;
}

/** The part of its weight that a peer has at once: at 0 it would never be tried. */
const leastShare = 0.01;

/**
 * The weight of a peer that has just come or come back: it grows linearly from next to nothing, so
 * that a process whose code and caches are cold is not met by its whole share at once.
 *
 * @see nginx Plus, `slow_start`
 */
export class SlowStart {
  readonly #full: number;
  readonly #durationMs: number;
  readonly #now: () => number;
  #since: number | undefined;

  constructor({ weight, slowStartMs, now }: SlowStartOptions) {
    this.#full = weight;
    this.#durationMs = slowStartMs;
    this.#now = now;
  }

  /** The weight at present. */
  get weight(): number {
    if (this.#since === undefined) return this.#full;
    const share = (this.#now() - this.#since) / this.#durationMs;
    if (share < 1) return this.#full * Math.max(leastShare, share);
    this.#since = undefined;
    return this.#full;
  }

  /** Begins anew. */
  begin(): void {
    if (this.#durationMs > 0) this.#since = this.#now();
  }
}
