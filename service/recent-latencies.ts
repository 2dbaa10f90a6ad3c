/** Remembers the latest latencies of something, in fixed memory: 8 bytes each. */
export class RecentLatencies {
  readonly #latenciesMs: Float64Array;
  #count = 0;

  /** @param remembered  how many are kept, the newest first to stay */
  constructor(remembered: number) {
    this.#latenciesMs = new Float64Array(remembered);
  }

  /** Notes one. */
  note(latencyMs: number): void {
    this.#latenciesMs[this.#count % this.#latenciesMs.length] = latencyMs;
    this.#count += 1;
  }

  /** All that were noted, the forgotten ones included. */
  get count(): number {
    return this.#count;
  }

  /**
   * The latency in ms that the share `p` of the latest stayed within (nearest rank).
   *
   * @param p  0 < p ≤ 1
   * @returns  undefined before the first
   */
  quantileMs(p: number): number | undefined {
    const size = Math.min(this.#count, this.#latenciesMs.length);
    if (size === 0) return undefined;
    const sorted = this.#latenciesMs.slice(0, size).sort();
    return sorted[Math.max(0, Math.ceil(p * size) - 1)];
  }
}
