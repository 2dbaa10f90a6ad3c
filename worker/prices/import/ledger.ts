import type { Day } from '../day.ts';
import { sealSeries } from '../seal.ts';
import type { Origin, Series } from '../series.ts';

/** Something wrong with a file, and where. */
export interface ImportFault {
  readonly line: number;
  /** The header of the column, or its number where it has none. */
  readonly column?: string;
  readonly reason: string;
}

/** One symbol's closes, in the order of the file. */
interface Page {
  readonly closes: Map<Day, number>;
  last: Day;
  sorted: boolean;
  /** Whether a cell of it was filled, be it wrongly. */
  mentioned: boolean;
}

/** Gathers closes by symbol. */
export class Ledger {
  readonly #pages = new Map<string, Page>();
  #unsorted = 0;

  /** Starts a symbol, so that it is known even without a close. */
  open(symbol: string): void {
    this.#page(symbol);
  }

  /** Says that a cell of the symbol was filled. */
  mention(symbol: string): void {
    this.#page(symbol).mentioned = true;
  }

  /** Enters a close. @returns false where the symbol has one of that day already */
  enter(symbol: string, day: Day, close: number): boolean {
    const page = this.#page(symbol);
    if (page.closes.has(day)) return false;
    if (day < page.last) {
      page.sorted = false;
      this.#unsorted += 1;
    }
    page.last = day;
    page.closes.set(day, close);
    return true;
  }

  /** Closes that came after a later day's of the same symbol. */
  get unsorted(): number {
    return this.#unsorted;
  }

  /** Symbols that were opened and never mentioned. */
  get empty(): string[] {
    return [...this.#pages].filter(([, { mentioned }]) => !mentioned).map(([symbol]) => symbol);
  }

  /** The series of all symbols, sorted by day. */
  series(origin: Origin): Series[] {
    return [...this.#pages].map(([symbol, { closes, sorted }]) => {
      const entries = [...closes];
      if (!sorted) entries.sort(([a], [b]) => a - b);
      return sealSeries({
        symbol,
        days: Int32Array.from(entries, ([day]) => day),
        closes: Float64Array.from(entries, ([, close]) => close),
        origin,
        notes: [],
      });
    });
  }

  #page(symbol: string): Page {
    const known = this.#pages.get(symbol);
    if (known !== undefined) return known;
    const last = Number.NEGATIVE_INFINITY;
    const page: Page = { closes: new Map(), last, sorted: true, mentioned: false };
    this.#pages.set(symbol, page);
    return page;
  }
}
