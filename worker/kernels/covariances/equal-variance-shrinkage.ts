import type { Matrix } from '../algebra/matrix.ts';
import { type ShrunkCovariance, scaledIdentity, shrunkTowards } from './shrunk-covariance.ts';

/**
 * Shrinkage by an intensity of one's own towards equal variances and no correlation:
 * (1 − intensity)·S + intensity·(tr S/N)·I. The mean variance stays what it is.
 *
 * @param covariance  S, N × N
 * @param intensity   from 0, which leaves S as it is, to 1; clipped to that
 * @returns           in the unit of S
 * @see Ledoit & Wolf (2004), J. Multivariate Analysis 88(2), eq. (2)
 */
export function equalVarianceShrinkage(covariance: Matrix, intensity: number): ShrunkCovariance {
  const { rows: size, values } = covariance;
  let trace = 0;
  for (let i = 0; i < size; i++) trace += values[i * (size + 1)];
  return shrunkTowards(covariance, scaledIdentity(size, trace / size), intensity);
}
