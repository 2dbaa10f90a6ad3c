import { Figures } from '../service/figures.ts';
import { LatencyHistogram } from './latency-histogram.ts';
import { StatusClasses } from './status-classes.ts';

/** What the proxy counts over its life. */
export class Totals {
  /** Latencies of finished exchanges. */
  readonly figures: Figures;
  /** The same ones by size, none forgotten. */
  readonly latencies = new LatencyHistogram();
  /** Attempts beyond the first of an exchange. */
  retries = 0;
  readonly #byClass = new StatusClasses();

  /** @param now  a monotonic clock in ms */
  constructor(now: () => number) {
    this.figures = new Figures(now);
  }

  /** Notes one finished exchange. */
  note(status: number, durationMs: number): void {
    this.figures.note(durationMs);
    this.latencies.note(durationMs);
    this.#byClass.note(status);
  }

  /** Finished exchanges by the first digit of their status. */
  get statuses(): Readonly<Record<string, number>> {
    return this.#byClass.counts;
  }
}
