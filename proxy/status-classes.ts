/** Counts answers by the first digit of their status, in fixed memory. */
export class StatusClasses {
  readonly #counts = new Float64Array(6);

  /** Counts one; a status beyond 599 is a 5xx. */
  note(status: number): void {
    const statusClass = Math.min(5, Math.floor(status / 100));
    this.#counts[statusClass] = (this.#counts[statusClass] ?? 0) + 1;
  }

  /** The counts so far, 1xx left out. */
  get counts(): Readonly<Record<string, number>> {
    const [, , c2 = 0, c3 = 0, c4 = 0, c5 = 0] = this.#counts;
    return { '2xx': c2, '3xx': c3, '4xx': c4, '5xx': c5 };
  }
}
