import type { Matrix } from './matrix.ts';

/**
 * Overwrites the lower triangle of a symmetric matrix with its Cholesky factor L, A = L·Lᵀ.
 *
 * @param matrix        n × n; only the lower triangle is read and written
 * @param relativePivot a pivot at or below this share of its diagonal entry counts as zero
 * @returns             false, with the matrix half overwritten, when A is not positive definite
 * @see Golub & Van Loan (2013), Matrix Computations, §4.2
 */
export function choleskyInPlace(matrix: Matrix, relativePivot: number): boolean {
  const { rows: size, values } = matrix;
  for (let i = 0; i < size; i++) {
    const diagonal = values[i * size + i];
    for (let j = 0; j < i; j++) {
      const rest = values[i * size + j] - partialDot(values, i * size, j * size, j);
      values[i * size + j] = rest / values[j * size + j];
    }
    const pivot = diagonal - partialDot(values, i * size, i * size, i);
    if (!(pivot > relativePivot * diagonal)) return false;
    values[i * size + i] = Math.sqrt(pivot);
  }
  return true;
}

// Positional on purpose: the innermost call of the factorisation.
function partialDot(values: Float64Array, i: number, j: number, length: number): number {
  let sum = 0;
  for (let k = 0; k < length; k++) sum += values[i + k] * values[j + k];
  return sum;
}
