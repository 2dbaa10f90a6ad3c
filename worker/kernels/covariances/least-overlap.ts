import type { Matrix } from '../algebra/matrix.ts';
import { sharedPeriods } from './shared-periods.ts';

/** Two symbols and in how many periods both have a return; i = j for one symbol's own. */
export interface Overlap {
  readonly i: number;
  readonly j: number;
  readonly count: number;
}

/**
 * The pair of symbols with the fewest periods in common, the first of equals: what a pairwise
 * covariance is least sure of, and not defined for below two.
 *
 * @param returns  T periods × N symbols, N ≥ 1, NaN where there is no return
 */
export function leastOverlap(returns: Matrix): Overlap {
  const { columns: symbols } = returns;
  const counts = sharedPeriods(returns);
  let least: Overlap = { i: 0, j: 0, count: counts[0] };
  for (let i = 0; i < symbols; i++) {
    for (let j = 0; j <= i; j++) {
      const count = counts[i * symbols + j];
      if (count < least.count) least = { i, j, count };
    }
  }
  return least;
}
