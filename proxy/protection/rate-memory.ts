import type { RateClaim, RateStore, RateVerdict } from './rate-store.ts';

interface Bucket {
  /** Thousandths of a request. */
  excess: number;
  /** When that was so, in whole ms. */
  at: number;
  /** Thousandths of a request that run out in a second. */
  milliPerSecond: number;
}

/** One request. */
const whole = 1000;

/**
 * Buckets in the memory of one process, at most so many: for a new one the oldest goes that was not
 * used for the longest time. Who floods the proxy with addresses gets others forgotten, which is in
 * their favour; that is nginx's choice too.
 */
export class RateMemory implements RateStore {
  readonly #now: () => number;
  readonly #limit: number;
  /** In the order of their last use. */
  readonly #buckets = new Map<string, Bucket>();

  /**
   * @param now    a monotonic clock in ms
   * @param limit  most buckets at a time
   */
  constructor(now: () => number, limit: number) {
    this.#now = now;
    this.#limit = limit;
  }

  /** How many buckets there are. */
  get size(): number {
    return this.#buckets.size;
  }

  take(claims: readonly RateClaim[]): RateVerdict {
    const now = Math.floor(this.#now());
    const excesses = claims.map((claim) => this.#excess(claim, now));
    const admitted = claims.every(
      ({ limit }, index) => (excesses[index] ?? 0) <= limit.burst * whole,
    );
    if (admitted) {
      claims.forEach((claim, index) => {
        this.#fill(claim, excesses[index] ?? 0, now);
      });
    }
    return { admitted, excesses };
  }

  /** What would be in the bucket with one more request. The first one of all counts for nothing. */
  #excess({ key, limit }: RateClaim, now: number): number {
    const bucket = this.#buckets.get(key);
    if (bucket === undefined) return 0;
    const gone = Math.floor((limit.milliPerSecond * (now - bucket.at)) / 1000);
    return Math.max(0, bucket.excess - gone + whole);
  }

  #fill({ key, limit: { milliPerSecond } }: RateClaim, excess: number, at: number): void {
    if (!this.#buckets.delete(key)) this.#makeRoom(at);
    this.#buckets.set(key, { excess, at, milliPerSecond });
  }

  /** Forgets up to two buckets that ran empty, and the oldest in any case when there is no room. */
  #makeRoom(now: number): void {
    let old = 0;
    for (const [key, bucket] of this.#buckets) {
      if (old === 2) return;
      old += 1;
      const needed = this.#buckets.size >= this.#limit;
      // A new bucket lets one request in for nothing; so an old one must have made up for that.
      const emptyAfterMs = ((bucket.excess + whole) * 1000) / bucket.milliPerSecond;
      if (!needed && now - bucket.at < emptyAfterMs) return;
      this.#buckets.delete(key);
    }
  }
}
