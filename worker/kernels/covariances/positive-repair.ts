import { choleskyInPlace } from '../algebra/cholesky.ts';
import type { Matrix } from '../algebra/matrix.ts';
import { fromSpectrum } from '../algebra/spectrum.ts';
import { symmetricEigen } from '../algebra/symmetric-eigen.ts';

/** A covariance that is positive semidefinite, and what it took. */
export interface Repair {
  readonly covariance: Matrix;
  /** Whether anything had to be changed; the matrix is the one given where not. */
  readonly repaired: boolean;
  /** The smallest eigenvalue found; undefined where the factorisation alone told that it is above 0. */
  readonly smallestEigenvalue?: number;
}

/** Eigenvalues down to this share of the largest, below 0, are rounding of 0. */
const rounding = 1e-14;

/**
 * The nearest positive semidefinite matrix in the Frobenius norm: eigenvalues below 0 become 0.
 * Variances grow a little by it; `nearestCorrelation` keeps them.
 *
 * @param covariance  n × n, symmetric and finite
 * @throws {RangeError} a matrix that holds what is not finite
 * @see Higham (1988), Linear Algebra and its Applications 103, theorem 2.1
 */
export function positiveRepair(covariance: Matrix): Repair {
  const copy = { ...covariance, values: covariance.values.slice() };
  if (choleskyInPlace(copy, 0)) return { covariance, repaired: false };
  const eigen = symmetricEigen(covariance);
  const size = eigen.values.length;
  const smallestEigenvalue = eigen.values[0] ?? 0;
  const negligible = rounding * size * Math.abs(eigen.values[size - 1] ?? 0);
  if (smallestEigenvalue >= -negligible) {
    return { covariance, repaired: false, smallestEigenvalue };
  }
  const values = eigen.values.map((value) => Math.max(0, value));
  return {
    covariance: fromSpectrum({ values, vectors: eigen.vectors }),
    repaired: true,
    smallestEigenvalue,
  };
}
