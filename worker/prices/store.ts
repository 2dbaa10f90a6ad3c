import type { Series } from './series.ts';

/** Where prices are kept; every worker of a host sees the same. */
export interface PriceStore {
  /** The series of those symbols that the store has, in no order. */
  read(symbols: readonly string[]): Promise<readonly Series[]>;
  /** Puts these series in place of any of their symbols: all of them or, on failure, none. */
  write(series: readonly Series[]): Promise<void>;
  /** Number of closes in the store. */
  count(): Promise<number>;
  close(): void;
}
