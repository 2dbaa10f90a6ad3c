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
  readonly #options: SlowStartOptions;
  #since: number | undefined;

  /** @param options  read at every use: they may change */
  constructor(options: SlowStartOptions) {
    this.#options = options;
  }

  /** The weight at present. */
  get weight(): number {
    const { weight, slowStartMs, now } = this.#options;
    if (this.#since === undefined) return weight;
    const share = (now() - this.#since) / slowStartMs;
    if (share < 1) return weight * Math.max(leastShare, share);
    this.#since = undefined;
    return weight;
  }

  /** Begins anew. */
  begin(): void {
    const { slowStartMs, now } = this.#options;
    if (slowStartMs > 0) this.#since = now();
  }
}
