import { boundedCorrelation } from '../../kernels/covariances/bounded-correlation.ts';
import { unvaryingSymbols } from '../../kernels/covariances/volatilities.ts';
import type { MixFault, MixOptimum, MixProblem } from '../mix/mix-problem.ts';
import type { SolvePart } from './active-returns.ts';
import { minVolatility } from './min-volatility.ts';

/**
 * Minimises √(wᵀRw + γ·wᵀw), R the correlations: the least volatility, were all symbols' the same.
 *
 * @param leastVolatility  keeps to constraints beside bounds, where there are any
 * @see Christoffersen, Errunza, Jacobs & Jin (2010), Is the Potential for International
 *      Diversification Disappearing?, SSRN 1573345
 */
export function maxDecorrelation(
  problem: MixProblem,
  leastVolatility: SolvePart = minVolatility,
): MixOptimum | MixFault {
  const still = unvaryingSymbols(problem.covariance);
  if (still.length > 0) return { reason: 'zero-variance', columns: [...still] };
  return leastVolatility({ ...problem, covariance: boundedCorrelation(problem.covariance) });
}
