import type { Matrix } from '../algebra/matrix.ts';
import { fromSpectrum } from '../algebra/spectrum.ts';
import { symmetricEigen } from '../algebra/symmetric-eigen.ts';
import { correlationOf, covarianceOf } from './correlation.ts';

/** A covariance whose noise was levelled, and what was taken for noise. */
export interface DenoisedCovariance {
  /** N × N, symmetric, positive semidefinite, with the variances given. */
  readonly covariance: Matrix;
  /** How many eigenvalues of the correlation stand out of the noise. */
  readonly signals: number;
  /** The largest eigenvalue that noise alone would have: σ²·(1 + √(N/T))². */
  readonly edge: number;
  /** σ²: the mean of all eigenvalues but the largest; 1 where that is noise too. */
  readonly noiseVariance: number;
}

/**
 * Levels the noise of a sample covariance: eigenvalues of its correlation at or below the edge of the
 * Marchenko–Pastur law are replaced by their mean, and the diagonal is set back to 1.
 *
 * The variance of the noise is what the largest eigenvalue, the market's, leaves of the whole. To
 * leave out all that stands out, again and again until nothing does, would call most of the
 * eigenvalues of real returns signals: they are spread more widely than the law's.
 *
 * @param covariance    N × N, symmetric and finite
 * @param observations  T, the number of returns it was made from
 * @see López de Prado (2020), Machine Learning for Asset Managers, §2.5.1 (constant residual
 *      eigenvalue); Laloux, Cizeau, Bouchaud & Potters (1999), Physical Review Letters 83(7)
 */
export function denoisedCovariance(covariance: Matrix, observations: number): DenoisedCovariance {
  const size = covariance.rows;
  const { correlation, deviations } = correlationOf(covariance);
  const { values, vectors } = symmetricEigen(correlation);
  const spread = (1 + Math.sqrt(size / observations)) ** 2;
  const largest = values[size - 1];
  const noiseVariance = largest > spread ? (size - largest) / (size - 1) : 1;
  const edge = noiseVariance * spread;
  const noise = values.filter((value) => value <= edge).length;
  const level = Math.max(0, meanOfFirst(values, noise));
  const levelled = values.map((value, k) => (k < noise ? level : Math.max(0, value)));
  const mixed = fromSpectrum({ values: levelled, vectors });
  const { correlation: cleaned } = correlationOf(mixed);
  return {
    covariance: covarianceOf({ correlation: cleaned, deviations }),
    signals: size - noise,
    edge,
    noiseVariance,
  };
}

function meanOfFirst(values: Float64Array, count: number): number {
  let sum = 0;
  for (let k = 0; k < count; k++) sum += values[k];
  return sum / count;
}
