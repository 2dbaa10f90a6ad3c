/** Upper bounds of the buckets in ms, each inclusive; one more bucket has no bound. */
export const latencyBoundsMs: readonly number[] = [
  0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000,
];

/** Counts latencies by size for as long as the process lives, in fixed memory. */
export class LatencyHistogram {
  readonly #counts = new Float64Array(latencyBoundsMs.length + 1);
  #sumMs = 0;

  /** Notes one latency. */
  note(latencyMs: number): void {
    let bucket = 0;
    while (latencyMs > (latencyBoundsMs[bucket] ?? Number.POSITIVE_INFINITY)) bucket += 1;
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
    this.#sumMs += latencyMs;
  }

  /** How many are in each bucket: one entry a bound of {@link latencyBoundsMs}, and the rest. */
  get counts(): readonly number[] {
    return [...this.#counts];
  }

  /** All latencies added up. */
  get sumMs(): number {
    return this.#sumMs;
  }
}
