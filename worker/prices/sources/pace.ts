/** What a {@link createPace pace} needs. */
export interface PaceOptions {
  /** Least time between two starts, in ms. */
  readonly intervalMs: number;
  /** The time in ms. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

/** Keeps starts apart. @returns resolves when it is the caller's turn, in the order of the calls */
export function createPace({ intervalMs, now, sleep }: PaceOptions): () => Promise<void> {
  let next = Number.NEGATIVE_INFINITY;
  return async () => {
    const at = Math.max(now(), next);
    next = at + intervalMs;
    const waitMs = at - now();
    if (waitMs > 0) await sleep(waitMs);
  };
}
