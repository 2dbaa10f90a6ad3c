import { product } from '../../kernels/algebra/quadratic-form.ts';
import { activeCovariance } from '../../kernels/covariances/active-covariance.ts';
import { inner, portfolioVolatility } from '../estimate/expected.ts';
import type { MixFault, MixOptimum, MixProblem, TrackingFigures } from '../mix/mix-problem.ts';
import type { SolvePart } from './active-returns.ts';

/**
 * Minimises √((w − b)ᵀΣ(w − b) + γ·wᵀw), what is expected of a mix less a benchmark whose weights are
 * known.
 *
 * @param benchmark        b, summing to 1
 * @param leastVolatility  keeps to constraints beside bounds, where there are any
 */
export function followWeights(
  problem: MixProblem,
  benchmark: Float64Array,
  leastVolatility: SolvePart,
): MixOptimum | MixFault {
  const covariance = activeCovariance(problem.covariance, benchmark);
  const optimum = leastVolatility({ ...problem, covariance });
  if ('reason' in optimum) return optimum;
  return { ...optimum, tracking: expectedTracking(problem, benchmark, optimum.weights) };
}

function expectedTracking(
  { mean, covariance }: MixProblem,
  benchmark: Float64Array,
  weights: Float64Array,
): TrackingFigures {
  const active = weights.map((weight, i) => weight - (benchmark[i] ?? 0));
  const common = inner(product(covariance, weights), benchmark);
  const own = portfolioVolatility(covariance, benchmark);
  const whole = portfolioVolatility(covariance, weights);
  const moves = own > 0;
  return {
    trackingError: portfolioVolatility(covariance, active),
    activeReturn: inner(mean, active),
    beta: moves ? common / own ** 2 : undefined,
    correlation: moves && whole > 0 ? Math.min(1, common / (own * whole)) : undefined,
    activeShare: active.reduce((sum, one) => sum + Math.abs(one), 0) / 2,
  };
}
