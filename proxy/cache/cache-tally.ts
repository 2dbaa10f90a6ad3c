/** What a cache has done so far; each request for a GET or HEAD is counted once in `results`. */
export interface CacheCounts {
  /** Answered from memory without a peer, fresh. */
  readonly hits: number;
  /** Answered from memory without a peer, stale. */
  readonly staleHits: number;
  /** A peer said that what is stored still holds. */
  readonly revalidated: number;
  /** Answered with a stale response because no peer gave a good answer. */
  readonly rescued: number;
  /** Answered with what an equal request fetched. */
  readonly collapsed: number;
  /** Answered by a peer. */
  readonly misses: number;
  /** Not looked up at all. */
  readonly bypassed: number;
}

/** The names of {@link CacheCounts}. */
export type CacheResult = keyof CacheCounts;

/** Counts the work of a cache. */
export class CacheTally {
  readonly #counts = {
    hits: 0,
    staleHits: 0,
    revalidated: 0,
    rescued: 0,
    collapsed: 0,
    misses: 0,
    bypassed: 0,
  };
  /** Responses that were kept. */
  stored = 0;
  /** Responses that went to make room. */
  evicted = 0;
  /** Responses that went because something was changed under their key. */
  invalidated = 0;
  /** Responses that went by hand. */
  purged = 0;
  /** Revalidations that no client waited for. */
  refreshes = 0;

  /** Notes how one request was answered. */
  note(result: CacheResult): void {
    this.#counts[result] += 1;
  }

  /** Requests by how they were answered. */
  get results(): CacheCounts {
    return this.#counts;
  }
}
