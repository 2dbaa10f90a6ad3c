import { absoluteSum } from '../../kernels/quadratic/kinked-problem.ts';
import { inner } from '../estimate/expected.ts';
import type { MixFault, MixOptimum, MixProblem } from '../mix/mix-problem.ts';
import { returnSolver } from './constrained-least.ts';
import { constrainedOptimum } from './constrained-optimum.ts';
import { constraintSet } from './constraint-set.ts';
import { frontierPath, type PathPoint } from './frontier-path.ts';

/** Of the largest gain: a gain that is missed by less is reached. */
const rounding = 1e-12;

/**
 * Maximises μᵀw − cost − γ·wᵀw; of several portfolios of the highest return after costs, the one that
 * varies least.
 */
export function constrainedMaxReturn(problem: MixProblem): MixOptimum | MixFault {
  const { mean, covariance, l2 } = problem;
  const set = constraintSet(problem);
  const path = frontierPath({ problem, set, gains: mean, risk: covariance, gainL2: l2 });
  const highest = path.highest();
  if ('reason' in highest) return highest;
  const weights = l2 > 0 ? highest.found.weights : calmest(problem, highest);
  const cost = absoluteSum(set.cost, weights);
  return constrainedOptimum(set, {
    kinked: highest.kinked,
    // The multipliers of one optimum are those of all.
    found: { ...highest.found, weights },
    scale: 1,
    objectiveValue: inner(mean, weights) - cost - l2 * inner(weights, weights),
    method: 'dual-active-set',
  });
}

/** The weights of the least volatility that gain as much, where rounding leaves any. */
function calmest(problem: MixProblem, { gain, found }: PathPoint): Float64Array {
  const least = returnSolver(problem)(gain);
  if ('reason' in least) return found.weights;
  const cost = absoluteSum(constraintSet(problem).cost, least.weights);
  const largest = Math.max(...problem.mean.map(Math.abs));
  const reached = inner(problem.mean, least.weights) - cost >= gain - rounding * largest;
  return reached ? least.weights : found.weights;
}
