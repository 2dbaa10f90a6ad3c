import { criticalLine } from '../../kernels/frontier/critical-line.ts';
import type { Frontier } from '../../kernels/frontier/frontier-point.ts';
import type { MixFault, MixProblem } from '../mix/mix-problem.ts';
import { regularised } from './regularised.ts';

/**
 * The frontier of all portfolios that minimise ½·wᵀ(Σ + γI)w − λ·μᵀw within the bounds; its
 * variances are those of Σ + γI.
 *
 * @param gains  μ by default; another length n for another numerator
 */
export function tracedFrontier(
  problem: MixProblem,
  gains: Float64Array = problem.mean,
): Frontier | MixFault {
  const { lower, upper, budget, l2 } = problem;
  const moments = { mean: gains, covariance: regularised(problem.covariance, l2) };
  const line = criticalLine({ ...moments, lower, upper, budget });
  // Bounds were read as finite and feasible.
  return line.solved ? { ...moments, corners: line.corners } : { reason: 'overflow' };
}
