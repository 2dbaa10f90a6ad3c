/** When a peer is left out, and for how long. */
export interface EjectionOptions {
  /** Failures that eject; 0 = never. */
  readonly maxFails: number;
  /** How long an ejected peer is left out, and how long a failure stays fresh, in ms. */
  readonly failTimeoutMs: number;
  /** A monotonic clock in ms. */
  readonly now: () => number;
  /** Hears of the success that ends an ejection. */
  readonly onReturned?: () => void;
}

/**
 * Passive health of one peer, as nginx counts it. The counter is no sliding window: failures add
 * up until an attempt that was *selected* later than `failTimeoutMs` after the last of them ends
 * well. While ejected, one attempt per `failTimeoutMs` goes through to see whether the peer is back.
 *
 * @see ngx_http_upstream_round_robin.c; nginx counts in whole seconds, this in milliseconds
 */
export class Ejection {
  readonly #options: EjectionOptions;
  #fails = 0;
  #failedAt = Number.NEGATIVE_INFINITY;
  #checkedAt = Number.NEGATIVE_INFINITY;

  /** @param options  read at every use: they may change */
  constructor(options: EjectionOptions) {
    this.#options = options;
  }

  /** Failures that count at present. */
  get fails(): number {
    return this.#fails;
  }

  /** Whether the peer is left out now. */
  get ejected(): boolean {
    if (this.#options.maxFails === 0 || this.#fails < this.#options.maxFails) return false;
    return this.#options.now() - this.#checkedAt <= this.#options.failTimeoutMs;
  }

  /** How long the peer is still left out, in ms; 0 when it is not. */
  get remainingMs(): number {
    return this.ejected ? this.#checkedAt + this.#options.failTimeoutMs - this.#options.now() : 0;
  }

  /** An attempt was given to the peer. After the time-out this keeps all others away meanwhile. */
  noteSelected(): void {
    if (this.#fails === 0) return;
    const now = this.#options.now();
    if (now - this.#checkedAt > this.#options.failTimeoutMs) this.#checkedAt = now;
  }

  /**
   * An attempt failed.
   *
   * @returns whether this failure ejected the peer
   */
  noteFailure(): boolean {
    this.#fails += 1;
    this.#failedAt = this.#options.now();
    this.#checkedAt = this.#failedAt;
    return this.#options.maxFails > 0 && this.#fails >= this.#options.maxFails;
  }

  /** An attempt ended well: clears the counter if the time-out passed since the last failure. */
  noteSuccess(): void {
    if (this.#fails === 0 || this.#failedAt >= this.#checkedAt) return;
    const wasEjected = this.#options.maxFails > 0 && this.#fails >= this.#options.maxFails;
    this.#fails = 0;
    if (wasEjected) this.#options.onReturned?.();
  }

  /** Forgets everything: the peer is another process now. */
  reset(): void {
    this.#fails = 0;
  }
}
