import type { Moments } from '../../kernels/covariances/moments.ts';
import { type CornerTest, criticalLine } from '../../kernels/frontier/critical-line.ts';
import type { Frontier } from '../../kernels/frontier/frontier-point.ts';
import type { MixFault, MixProblem } from '../mix/mix-problem.ts';
import { regularised } from './regularised.ts';

/**
 * The frontier of all portfolios that minimise ½·wᵀ(Σ + γI)w − λ·μᵀw within the bounds; its
 * variances are those of Σ + γI.
 */
export function tracedFrontier(problem: MixProblem): Frontier | MixFault {
  return tracedWithin(problem, {
    mean: problem.mean,
    covariance: regularised(problem.covariance, problem.l2),
  });
}

/**
 * The frontier of given moments within the bounds.
 *
 * @param isEnough  at which corner to end; by default that of the least variance
 */
export function tracedWithin(
  { lower, upper, budget }: Pick<MixProblem, 'lower' | 'upper' | 'budget'>,
  { mean, covariance }: Moments,
  isEnough?: CornerTest,
): Frontier | MixFault {
  const line = criticalLine({ mean, covariance, lower, upper, budget }, isEnough);
  // Bounds were read as finite and feasible.
  return line.solved ? { mean, covariance, corners: line.corners } : { reason: 'overflow' };
}
