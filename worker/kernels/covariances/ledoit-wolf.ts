import type { Matrix } from '../algebra/matrix.ts';
import { centredReturns } from './centred-returns.ts';
import { missingAsZero } from './missing-as-zero.ts';
import { populationCovariance } from './population-covariance.ts';
import { type ShrunkCovariance, scaledIdentity, shrunkTowards } from './shrunk-covariance.ts';

/**
 * Ledoit and Wolf's shrinkage towards equal variances and no correlation.
 *
 * @param returns  T ≥ 1 periods × N symbols of simple returns; a missing one (NaN) counts as 0
 * @returns        per period², of sums divided by T; positive definite where the intensity is above
 *                 0 and any symbol varies
 * @see Ledoit & Wolf (2004), J. Multivariate Analysis 88(2), eq. (14); scikit-learn's ledoit_wolf
 */
export function ledoitWolf(returns: Matrix): ShrunkCovariance {
  const { centred } = centredReturns(missingAsZero(returns));
  const { rows: size, columns: periods, values: x } = centred;
  const { covariance, squares, meanVariance: mean } = populationCovariance(centred);
  const lengths = new Float64Array(periods);
  for (let k = 0; k < x.length; k++) lengths[k % periods] += x[k] ** 2;
  let fourth = 0;
  for (let t = 0; t < periods; t++) fourth += lengths[t] ** 2;
  // d² and b̄² of the paper, both times N.
  const distance = squares - size * mean * mean;
  const error = Math.min((fourth / periods - squares) / periods, distance);
  const intensity = size === 1 || error <= 0 ? 0 : error / distance;
  return shrunkTowards(covariance, scaledIdentity(size, mean), intensity);
}
