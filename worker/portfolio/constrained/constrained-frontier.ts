import type { MixFault, MixOptimum, MixProblem } from '../mix/mix-problem.ts';
import { regularised } from '../objectives/regularised.ts';
import { returnSolver } from './constrained-least.ts';
import { constrainedSharpe } from './constrained-ratio.ts';
import { constraintSet } from './constraint-set.ts';
import { frontierPath } from './frontier-path.ts';

/** Portfolios along a frontier under constraints. */
export interface ConstrainedFrontier {
  /** From the least volatility up. */
  readonly points: readonly [MixOptimum, ...MixOptimum[]];
  /** The best ratio, or why there is none. */
  readonly best: MixOptimum | MixFault;
}

/**
 * Portfolios of the least volatility at returns after costs that are equally far apart, from that of
 * the least volatility to the highest; a single one where there is but one return.
 *
 * @param count  at least 2
 */
export function constrainedFrontier(
  problem: MixProblem,
  count: number,
): ConstrainedFrontier | MixFault {
  const set = constraintSet(problem);
  const risk = regularised(problem.covariance, problem.l2);
  const path = frontierPath({ problem, set, gains: problem.mean, risk });
  const lowest = path.at(0);
  if ('reason' in lowest) return lowest;
  const highest = path.highest();
  if ('reason' in highest) return highest;
  const solve = returnSolver(problem);
  const first = solve(lowest.gain);
  if ('reason' in first) return first;
  const span = highest.gain - lowest.gain;
  const points: [MixOptimum, ...MixOptimum[]] = [first];
  for (let k = 1; k < count && span > 0; k++) {
    const point = solve(lowest.gain + (k / (count - 1)) * span);
    // Rounding may put the highest return out of reach.
    if (!('reason' in point)) points.push(point);
    else if (k < count - 1) return point;
  }
  return { points, best: constrainedSharpe(problem) };
}
