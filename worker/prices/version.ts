import { createHash } from 'node:crypto';
import type { Series } from './series.ts';

/** What a version is made from: all of a series that an answer depends on. */
export type Versioned = Pick<Series, 'symbol' | 'days' | 'closes' | 'origin'>;

/**
 * The content hash of a series: equal content has equal versions in every process.
 * When it was fetched (`origin.since`) and its notes are left out, so that a refresh that brought
 * nothing new leaves cached answers valid.
 *
 * @returns  128 bits of SHA-256 as 32 hexadecimal digits
 */
export function seriesVersion({ symbol, days, closes, origin }: Versioned): string {
  const { source, simulated, detail = null } = origin;
  return createHash('sha256')
    .update(JSON.stringify([symbol, source, simulated, detail, days.length]))
    .update(days)
    .update(closes)
    .digest('hex')
    .slice(0, 32);
}
