import { gram } from '../algebra/gram.ts';
import type { Matrix } from '../algebra/matrix.ts';

/** A covariance of sums divided by their number, and what shrinkage asks of it. */
export interface PopulationCovariance {
  /** N × N, per period². */
  readonly covariance: Matrix;
  /** Sum of the squares of all entries. */
  readonly squares: number;
  /** Mean of the variances. */
  readonly meanVariance: number;
}

/** X·Xᵀ/T. @param centred  N symbols × T ≥ 1 periods, each row with mean 0 */
export function populationCovariance(centred: Matrix): PopulationCovariance {
  const { rows: size, columns: periods } = centred;
  const covariance = gram(centred);
  let squares = 0;
  let trace = 0;
  for (let k = 0; k < covariance.values.length; k++) {
    covariance.values[k] /= periods;
    squares += covariance.values[k] ** 2;
  }
  for (let i = 0; i < size; i++) trace += covariance.values[i * size + i];
  return { covariance, squares, meanVariance: trace / size };
}
