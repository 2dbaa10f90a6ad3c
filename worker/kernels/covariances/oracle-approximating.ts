import type { Matrix } from '../algebra/matrix.ts';
import { centredReturns } from './centred-returns.ts';
import { missingAsZero } from './missing-as-zero.ts';
import { populationCovariance } from './population-covariance.ts';
import { type ShrunkCovariance, scaledIdentity, shrunkTowards } from './shrunk-covariance.ts';

/**
 * The oracle approximating shrinkage towards equal variances and no correlation: of normal returns,
 * closer to the truth than Ledoit and Wolf's where periods are few.
 *
 * @param returns  T ≥ 1 periods × N symbols of simple returns; a missing one (NaN) counts as 0
 * @returns        per period², of sums divided by T
 * @see Chen, Wiesel, Eldar & Hero (2010), IEEE Trans. Signal Processing 58(10), eq. (23), without
 *      the terms in 2/N, as scikit-learn's oas has it
 */
export function oracleApproximating(returns: Matrix): ShrunkCovariance {
  const { centred } = centredReturns(missingAsZero(returns));
  const { rows: size, columns: periods } = centred;
  const { covariance, squares, meanVariance: mean } = populationCovariance(centred);
  const average = squares / size ** 2;
  const numerator = average + mean * mean;
  const denominator = (periods + 1) * (average - (mean * mean) / size);
  // Equal variances and no correlation already: as good as the target.
  const alike = denominator <= 0 ? 1 : numerator / denominator;
  return shrunkTowards(covariance, scaledIdentity(size, mean), size === 1 ? 0 : alike);
}
