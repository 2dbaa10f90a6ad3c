/** The least and the largest weight of each symbol, and what all of them add up to. */
export interface WeightBounds {
  /** Length n; −Infinity for none. */
  readonly lower: Float64Array;
  /** Length n; Infinity for none. */
  readonly upper: Float64Array;
  /** Σw: 1 by default, 0 where what is bought is paid for by what is sold short. */
  readonly budget?: number;
}

/** Why no weights keep within bounds and add up to the budget. */
export type BoundsFault =
  | { readonly reason: 'crossed-bounds'; readonly symbol: number }
  | { readonly reason: 'lower-bounds-above-budget'; readonly sum: number }
  | { readonly reason: 'upper-bounds-below-budget'; readonly sum: number };

/** How far sums of bounds may miss the budget: ten bounds of 0.1 add up to less than 1. */
const rounding = 1e-12;

/**
 * What keeps the bounds from holding any weights that add up to the budget; undefined when nothing
 * does. A bound that is not a number counts as crossed.
 */
export function boundsFault({ lower, upper, budget = 1 }: WeightBounds): BoundsFault | undefined {
  const symbol = lower.findIndex((least, i) => !possible(least, upper[i]));
  if (symbol >= 0) return { reason: 'crossed-bounds', symbol };
  const slack = rounding * Math.max(1, Math.abs(budget));
  const least = sumOf(lower);
  if (least > budget + slack) return { reason: 'lower-bounds-above-budget', sum: least };
  const most = sumOf(upper);
  if (most < budget - slack) return { reason: 'upper-bounds-below-budget', sum: most };
  return undefined;
}

function possible(least: number, most: number): boolean {
  return least <= most && least < Number.POSITIVE_INFINITY && most > Number.NEGATIVE_INFINITY;
}

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
