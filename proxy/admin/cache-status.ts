import type { CacheCounts } from '../cache/cache-tally.ts';
import type { EdgeCache } from '../cache/edge-cache.ts';

/** The edge cache in `GET /-/status`. */
export interface CacheFigures {
  readonly entries: number;
  readonly bytes: number;
  readonly maxBytes: number;
  /** Requests that wait for the answer to an equal one. */
  readonly waiting: number;
  /** Requests for a GET or HEAD, and all others, by how they were answered. */
  readonly results: CacheCounts;
  /** Responses that were kept. */
  readonly stored: number;
  /** Responses that went to make room. */
  readonly evicted: number;
  /** Responses that went because something was changed. */
  readonly invalidated: number;
  /** Responses that went by hand. */
  readonly purged: number;
  /** Revalidations that no client waited for. */
  readonly refreshes: number;
}

/** @returns null where there is no cache */
export function readCache(cache: EdgeCache | undefined): CacheFigures | null {
  if (cache === undefined) return null;
  const { tally, count, bytes, settings, flights } = cache;
  const { results, stored, evicted, invalidated, purged, refreshes } = tally;
  return {
    entries: count,
    bytes,
    maxBytes: settings.maxBytes,
    waiting: flights.waiting,
    results: { ...results },
    stored,
    evicted,
    invalidated,
    purged,
    refreshes,
  };
}
