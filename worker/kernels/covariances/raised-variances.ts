import type { Matrix } from '../algebra/matrix.ts';

/** How much further eigenvalues are raised than to 0: PyPortfolioOpt's. */
const further = 1.1;

/**
 * Adds as much to every variance as makes a matrix positive definite, 1.1·|λ₁|. Covariances stay what
 * they are, and correlations all shrink.
 *
 * @param covariance          n × n, symmetric
 * @param smallestEigenvalue  λ₁, below 0
 */
export function raisedVariances(covariance: Matrix, smallestEigenvalue: number): Matrix {
  const { rows: size } = covariance;
  const values = covariance.values.slice();
  for (let i = 0; i < size; i++) values[i * (size + 1)] -= further * smallestEigenvalue;
  return { ...covariance, values };
}
