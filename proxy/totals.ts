import { Figures } from '../service/figures.ts';
import { LatencyHistogram } from './latency-histogram.ts';

/** What the proxy counts over its life. */
export class Totals {
  /** Latencies of finished exchanges. */
  readonly figures: Figures;
  /** The same ones by size, none forgotten. */
  readonly latencies = new LatencyHistogram();
  /** Attempts beyond the first of an exchange. */
  retries = 0;
  readonly #byClass = new Float64Array(6);

  /** @param now  a monotonic clock in ms */
  constructor(now: () => number) {
    this.figures = new Figures(now);
  }

  /** Notes one finished exchange. */
  note(status: number, durationMs: number): void {
    this.figures.note(durationMs);
    this.latencies.note(durationMs);
    const statusClass = Math.min(5, Math.floor(status / 100));
    this.#byClass[statusClass] = (this.#byClass[statusClass] ?? 0) + 1;
  }

  /** Finished exchanges by the first digit of their status. */
  get statuses(): Readonly<Record<string, number>> {
    const [, , c2 = 0, c3 = 0, c4 = 0, c5 = 0] = this.#byClass;
    return { '2xx': c2, '3xx': c3, '4xx': c4, '5xx': c5 };
  }
}
