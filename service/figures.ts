import { RecentLatencies } from './recent-latencies.ts';

/** How many latencies are remembered: enough for a steady p95, small enough to sort at once. */
const remembered = 1024;

/**
 * Counts events and remembers their latest latencies, for the figures of a monitor.
 * Memory is fixed: 8 KB.
 */
export class Figures {
  readonly #latencies = new RecentLatencies(remembered);
  readonly #now: () => number;
  #countedAtLastRate = 0;
  #lastRateAt: number;

  /** @param now  a monotonic clock in ms, such as `performance.now` */
  constructor(now: () => number) {
    this.#now = now;
    this.#lastRateAt = now();
  }

  /** Notes one event that took `latencyMs`. */
  note(latencyMs: number): void {
    this.#latencies.note(latencyMs);
  }

  /** All events so far. */
  get count(): number {
    return this.#latencies.count;
  }

  /** Events per second since the last call (or since construction); 0 when no time has passed. */
  ratePerSecond(): number {
    const now = this.#now();
    const seconds = (now - this.#lastRateAt) / 1000;
    if (seconds <= 0) return 0;
    const rate = (this.count - this.#countedAtLastRate) / seconds;
    this.#lastRateAt = now;
    this.#countedAtLastRate = this.count;
    return rate;
  }

  /**
   * The latency in ms that the share `p` of the latest events stayed within (nearest rank).
   *
   * @param p  0 < p ≤ 1
   * @returns  undefined before the first event
   */
  latencyMs(p: number): number | undefined {
    return this.#latencies.quantileMs(p);
  }
}
