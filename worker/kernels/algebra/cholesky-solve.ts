import type { Matrix } from './matrix.ts';
import { backwardInPlace, forwardInPlace } from './substitution.ts';

/**
 * Solves L·Lᵀ·x = b by two substitutions.
 *
 * @param factor  n × n, L in its lower triangle, as `choleskyInPlace` leaves it
 * @param right   b, length n
 * @returns       x, length n
 * @see Golub & Van Loan (2013), Matrix Computations, §3.1
 */
export function choleskySolve(factor: Matrix, right: Float64Array): Float64Array {
  const x = right.slice();
  forwardInPlace(factor, x);
  backwardInPlace(factor, x);
  return x;
}
