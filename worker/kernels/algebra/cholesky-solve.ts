import type { Matrix } from './matrix.ts';

/**
 * Solves L·Lᵀ·x = b by two substitutions.
 *
 * @param factor  n × n, L in its lower triangle, as `choleskyInPlace` leaves it
 * @param right   b, length n
 * @returns       x, length n
 * @see Golub & Van Loan (2013), Matrix Computations, §3.1
 */
export function choleskySolve(
  { rows: size, values: l }: Matrix,
  right: Float64Array,
): Float64Array {
  const x = right.slice();
  for (let i = 0; i < size; i++) {
    let rest = x[i];
    for (let k = 0; k < i; k++) rest -= l[i * size + k] * x[k];
    x[i] = rest / l[i * size + i];
  }
  for (let i = size - 1; i >= 0; i--) {
    x[i] /= l[i * size + i];
    // Row by row along memory: what is known of x_i is taken off the rows above.
    for (let k = 0; k < i; k++) x[k] -= l[i * size + k] * x[i];
  }
  return x;
}
