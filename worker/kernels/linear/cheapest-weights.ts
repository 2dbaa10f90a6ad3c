import type { WeightBounds } from '../quadratic/weight-bounds.ts';

/** The least of a linear function over weights, and where it is reached. */
export interface CheapestWeights {
  readonly weights: Float64Array;
  /** aᵀw. */
  readonly value: number;
  /** What one more unit of the budget would cost: aᵢ of the last symbol to be filled. */
  readonly price: number;
}

/** What is left of the budget, when all of it has been spent but for rounding. */
const rounding = 1e-12;

/**
 * The least aᵀw over weights within their bounds that add up to the budget: filled up from the cheapest on.
 *
 * @param costs   a, length n
 * @param bounds  finite, for which there are weights
 */
export function cheapestWeights(
  costs: Float64Array,
  { lower, upper, budget = 1 }: WeightBounds,
): CheapestWeights {
  const weights = lower.slice();
  let left = budget;
  for (const least of lower) left -= least;
  const order = Int32Array.from(costs.keys()).sort((i, j) => costs[i] - costs[j] || i - j);
  let price = costs[order[0]];
  for (const i of order) {
    if (left <= rounding) break;
    const share = Math.min(left, upper[i] - lower[i]);
    if (share > rounding) price = costs[i];
    weights[i] += share;
    left -= share;
  }
  let value = 0;
  for (let i = 0; i < costs.length; i++) value += costs[i] * weights[i];
  return { weights, value, price };
}
