import type { KinkedProblem } from '../../kernels/quadratic/kinked-problem.ts';
import { kinkedQuadratic } from '../../kernels/quadratic/kinked-quadratic.ts';
import type { MixFault, MixProblem } from '../mix/mix-problem.ts';
import { regularised } from '../objectives/regularised.ts';
import { type ConstraintSet, contradiction } from './constraint-set.ts';

/** All that a problem keeps to, with nothing to minimise yet. */
export function emptyProblem(
  { mean, lower, upper }: MixProblem,
  { rows, limits, cost }: ConstraintSet,
): KinkedProblem {
  const size = mean.length;
  const linear = new Float64Array(size);
  const quadratic = { rows: size, columns: size, values: new Float64Array(size * size) };
  return { quadratic, linear, lower, upper, rows, limits, cost };
}

/** The shortest weights that keep to all constraints, or what contradicts itself. */
export function shortestWeights(
  problem: KinkedProblem,
  set: ConstraintSet,
): Float64Array | MixFault {
  const { linear, cost, quadratic } = problem;
  const free = { ...cost, rates: linear.map(() => 0) };
  const unit = regularised(quadratic, 1);
  const found = kinkedQuadratic({ ...problem, quadratic: unit, cost: free });
  if (found.solved) return found.weights;
  return found.reason === 'infeasible' ? contradiction(set, found) : { reason: 'overflow' };
}

/**
 * The problem that has the same conditions at a minimum of a smooth function: its slopes there are all
 * that they ask of it.
 *
 * @param empty     without anything to minimise
 * @param gradient  reckoned from the function's definition
 */
export function linearised(empty: KinkedProblem, gradient: Float64Array): KinkedProblem {
  return { ...empty, linear: gradient.map((slope) => -slope) };
}
