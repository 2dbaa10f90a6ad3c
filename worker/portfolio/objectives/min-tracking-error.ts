import { gram } from '../../kernels/algebra/gram.ts';
import type { Matrix } from '../../kernels/algebra/matrix.ts';
import { sampleCovariance } from '../../kernels/covariances/sample-covariance.ts';
import { symbolPaths } from '../../kernels/growth/symbol-paths.ts';
import type { MixFault, MixOptimum, MixProblem } from '../mix/mix-problem.ts';
import type { MixObjective } from '../mix/mix-question.ts';
import { activeReturns, type SolvePart, trackingFigures } from './active-returns.ts';
import { followWeights } from './follow-weights.ts';
import { minVolatility } from './min-volatility.ts';

/** Why an answer tells no active share. */
export const noActiveShare =
  'The active share is not told: it needs the weights of what the benchmark is made of, which its prices do not give.';

/**
 * Minimises √(wᵀCw + γ·wᵀw), C the covariance of the symbols' returns less the benchmark's: as weights
 * sum to 1, wᵀCw is the variance of the mix less the benchmark, wᵀΣw − 2cᵀw + σ², without the loss of
 * figures that the difference has when the mix follows closely. With `mean_square` C is not centred.
 * Where the benchmark's weights are known, see {@link followWeights}.
 *
 * @param leastVolatility  keeps to constraints beside bounds, where there are any
 * @see Roll (1992), J. Portfolio Management 18(4)
 */
export function minTrackingError(
  problem: MixProblem,
  {
    measure,
    benchmarkWeights,
  }: Omit<Extract<MixObjective, { readonly name: 'min_tracking_error' }>, 'name'>,
  leastVolatility: SolvePart = minVolatility,
): MixOptimum | MixFault {
  if (benchmarkWeights) {
    return followWeights(problem, Float64Array.from(benchmarkWeights), leastVolatility);
  }
  const found = activeReturns(problem);
  if ('reason' in found) return found;
  const { periodsPerYear } = problem;
  const moments = measure === 'variance' ? sampleCovariance(found.active) : squares(found.active);
  const covariance = { ...moments, values: moments.values.map((one) => one * periodsPerYear) };
  const optimum = leastVolatility({ ...problem, covariance });
  if ('reason' in optimum) return optimum;
  return {
    ...optimum,
    tracking: trackingFigures(found, optimum.weights, periodsPerYear),
    notes: [...optimum.notes, noActiveShare],
  };
}

/** Mean products of returns, about 0. */
function squares(returns: Matrix): Matrix {
  const products = gram(symbolPaths(returns));
  return { ...products, values: products.values.map((one) => one / returns.rows) };
}
