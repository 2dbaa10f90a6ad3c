import type { RateLimit } from './rate-rule.ts';

/** The bucket that a request is to go into. */
export interface RateClaim {
  /** Tells the bucket from all others. */
  readonly key: string;
  readonly limit: RateLimit;
}

/** How full a bucket is; in thousandths of a request, as nginx counts. */
export interface RateVerdict {
  /** Whether the request goes into all of its buckets. If not, it went into none. */
  readonly admitted: boolean;
  /** What each bucket holds with this request, in the order of the claims; let in or not. */
  readonly excesses: readonly number[];
}

/**
 * Where buckets are kept. One in memory answers at once; one that several proxies share may take
 * its time.
 */
export interface RateStore {
  /** Puts one request into all buckets, or into none if one of them would run over. */
  take(claims: readonly RateClaim[]): RateVerdict | Promise<RateVerdict>;
}
