import type { Day } from './day.ts';
import type { Series } from './series.ts';

/** What a store tells of one symbol without reading its closes. */
export interface StoredSymbol {
  readonly symbol: string;
  readonly source: string;
  readonly rows: number;
  /** The first and the last day; absent when there are no rows. */
  readonly first?: Day;
  readonly last?: Day;
  /** ISO 8601. */
  readonly since?: string;
}

/**
 * Where prices are kept; every worker of a host sees the same. Series that come out share their
 * arrays with later readers: they are read, never changed.
 *
 * Every method may throw {@link import('./errors.ts').StoreUnavailable}.
 */
export interface PriceStore {
  /** The series of those symbols that the store has, in no order. */
  read(symbols: readonly string[]): Promise<readonly Series[]>;
  /**
   * Puts these series in place of any of their symbols: all of them or, on failure, none.
   *
   * @param onWritten  told the closes written so far; they count only once the promise is kept
   */
  write(series: readonly Series[], onWritten?: (closes: number) => void): Promise<void>;
  /** Removes symbols, all at once. @returns those that were there, sorted */
  remove(symbols: readonly string[]): Promise<readonly string[]>;
  /** Every symbol, sorted. */
  list(): Promise<readonly StoredSymbol[]>;
  /** Number of closes in the store. */
  count(): Promise<number>;
  close(): void;
}
