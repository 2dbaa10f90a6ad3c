import type { Matrix } from '../algebra/matrix.ts';
import { fromSpectrum } from '../algebra/spectrum.ts';
import { symmetricEigen } from '../algebra/symmetric-eigen.ts';

/** When {@link nearestCorrelation} stops. */
export interface NearestCorrelationOptions {
  /** Largest change of an entry between two rounds, such as 1e-12. */
  readonly tolerance: number;
  /** Rounds at most; each takes one eigen-decomposition. */
  readonly rounds: number;
  /** Least eigenvalue wanted, from 0 (the nearest of all) to below 1; above it the answer inverts. */
  readonly floor: number;
}

/** The nearest correlation matrix, or how far it still moved when the rounds ran out. */
export interface NearestCorrelation {
  readonly correlation: Matrix;
  readonly converged: boolean;
  /** Largest change of an entry in the last round. */
  readonly change: number;
  readonly rounds: number;
}

/**
 * The correlation matrix (positive semidefinite, ones on the diagonal) nearest to a symmetric matrix
 * in the Frobenius norm: projections on either set in turn, with Dykstra's correction of the first.
 *
 * @param matrix  n × n, symmetric and finite
 * @returns       its diagonal is exactly 1; no eigenvalue below the floor by more than about
 *                the tolerance
 * @throws {RangeError} a matrix that is not square, or holds what is not finite
 * @see Higham (2002), IMA J. Numerical Analysis 22(3), algorithm 3.3
 */
export function nearestCorrelation(
  matrix: Matrix,
  { tolerance, rounds, floor }: NearestCorrelationOptions,
): NearestCorrelation {
  const size = matrix.rows;
  let y: Float64Array = matrix.values.slice();
  const correction = new Float64Array(size * size);
  let change = Number.POSITIVE_INFINITY;
  for (let round = 1; round <= rounds; round++) {
    const towards = y.map((value, k) => value - correction[k]);
    const eigen = symmetricEigen({ rows: size, columns: size, values: towards });
    const values = eigen.values.map((value) => Math.max(floor, value));
    const x = fromSpectrum({ values, vectors: eigen.vectors }).values;
    for (let k = 0; k < x.length; k++) correction[k] = x[k] - towards[k];
    for (let i = 0; i < size; i++) x[i * size + i] = 1;
    change = largestDifference(x, y);
    y = x;
    if (change <= tolerance)
      return { correlation: wrap(y, size), converged: true, change, rounds: round };
  }
  return { correlation: wrap(y, size), converged: false, change, rounds };
}

function wrap(values: Float64Array, size: number): Matrix {
  return { rows: size, columns: size, values };
}

function largestDifference(one: Float64Array, other: Float64Array): number {
  let largest = 0;
  for (let k = 0; k < one.length; k++) largest = Math.max(largest, Math.abs(one[k] - other[k]));
  return largest;
}
