import type { Material } from './material.ts';

/** How many prices there are: what the work for an answer depends on. */
export interface PriceShape {
  /** Closes a symbol: those of the shortest series, beyond which no common day lies. */
  readonly rows: number;
  /** Symbols. */
  readonly columns: number;
  /** Closes of the longest series. */
  readonly longest: number;
}

/** The shape of prices that are not joined yet. */
export function priceShape({ series }: Material): PriceShape {
  const lengths = series.map(({ days }) => days.length);
  return {
    rows: Math.min(...lengths),
    columns: series.length,
    longest: Math.max(...lengths),
  };
}
