import type { Matrix } from '../algebra/matrix.ts';
import { product } from '../algebra/quadratic-form.ts';
import { shortfallFunction } from '../downside/shortfall-function.ts';
import { kinkedNewton } from '../quadratic/kinked-newton.ts';
import type { KinkedProblem } from '../quadratic/kinked-problem.ts';

/** Shares of its value that a portfolio is to keep in every period, tried in turn. */
const margins = [0.1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8];

/**
 * Weights under all constraints that never lose everything in a period: 1 + rₜᵀw > 0 throughout.
 * Where the start is none, the least of Σ max(0, margin − 1 − rₜᵀw)², which is a semivariance as weights
 * sum to 1, and 0 where all periods keep the margin.
 *
 * @param returns  T × n simple returns per period
 * @param kept     whose constraints, a sum of 1 among them, are kept
 * @param start    that keeps to them
 * @returns        undefined when no weights keep 1e-8 of their value in every period
 */
export function solventWithin(
  returns: Matrix,
  kept: KinkedProblem,
  start: Float64Array,
): Float64Array | undefined {
  let weights = start;
  for (const margin of margins) {
    if (isSolvent(returns, weights)) return weights;
    const excess = { ...returns, values: returns.values.map((one) => one + 1 - margin) };
    const nothing = weights.map(() => 0);
    const smooth = shortfallFunction({ excess, scale: 1, l2: 0, gains: nothing });
    const free = { ...kept.cost, rates: nothing };
    const found = kinkedNewton({ ...kept, cost: free, smooth }, weights);
    if (!found.solved) return undefined;
    weights = found.weights;
  }
  return isSolvent(returns, weights) ? weights : undefined;
}

function isSolvent(returns: Matrix, weights: Float64Array): boolean {
  return product(returns, weights).every((gain) => gain > -1);
}
