import { correlationOf, covarianceOf } from './correlation.ts';
import type { Matrix } from './matrix.ts';
import { fromSpectrum } from './spectrum.ts';
import { symmetricEigen } from './symmetric-eigen.ts';

/** A covariance whose noise was levelled, and what was taken for noise. */
export interface DenoisedCovariance {
  /** N × N, symmetric, positive semidefinite, with the variances given. */
  readonly covariance: Matrix;
  /** How many eigenvalues of the correlation stand out of the noise. */
  readonly signals: number;
  /** The largest eigenvalue that noise alone would have: σ²·(1 + √(N/T))². */
  readonly edge: number;
  /** σ²: the mean of the eigenvalues taken for noise. */
  readonly noiseVariance: number;
}

/**
 * Levels the noise of a sample covariance: eigenvalues of its correlation at or below the edge of the
 * Marchenko–Pastur law are replaced by their mean, and the diagonal is set back to 1.
 *
 * The variance of the noise is found together with the noise: what stands out is left out of it,
 * which lowers the edge, until nothing more stands out (Laloux et al. 1999).
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
  const { noise, edge, noiseVariance } = noisePart(values, size / observations);
  const levelled = values.map((value, k) => (k < noise ? noiseVariance : Math.max(0, value)));
  const mixed = fromSpectrum({ values: levelled, vectors });
  const { correlation: cleaned } = correlationOf(mixed);
  return {
    covariance: covarianceOf({ correlation: cleaned, deviations }),
    signals: size - noise,
    edge,
    noiseVariance,
  };
}

interface NoisePart {
  /** How many of the smallest eigenvalues are noise. */
  readonly noise: number;
  readonly edge: number;
  readonly noiseVariance: number;
}

function noisePart(ascending: Float64Array, ratio: number): NoisePart {
  const spread = (1 + Math.sqrt(ratio)) ** 2;
  let noise = ascending.length;
  while (true) {
    const noiseVariance = Math.max(0, meanOfFirst(ascending, noise));
    const edge = noiseVariance * spread;
    let below = noise;
    // The smallest eigenvalue is never above their mean: at least one stays.
    while (below > 1 && ascending[below - 1] > edge) below -= 1;
    if (below === noise) return { noise, edge, noiseVariance };
    noise = below;
  }
}

function meanOfFirst(values: Float64Array, count: number): number {
  let sum = 0;
  for (let k = 0; k < count; k++) sum += values[k];
  return sum / count;
}
