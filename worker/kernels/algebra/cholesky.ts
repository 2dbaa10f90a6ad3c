import { dot } from './dot.ts';
import type { Matrix } from './matrix.ts';
import { rowProducts } from './row-products.ts';

/** Columns that are reckoned at a time: what all before them take off is one product of matrices. */
const blockColumns = 64;

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
  const least = Float64Array.from(
    { length: size },
    (_, i) => relativePivot * values[i * (size + 1)],
  );
  for (let from = 0; from < size; from += blockColumns) {
    const to = Math.min(from + blockColumns, size);
    if (from > 0) takeOffEarlier(matrix, from, to);
    for (let i = from; i < size; i++) {
      factorRow(matrix, i, from, Math.min(i, to));
      if (i >= to) continue;
      const row = i * size + from;
      const runs = { left: values, leftStart: row, right: values, rightStart: row };
      const pivot = values[i * (size + 1)] - dot(runs, i - from);
      if (!(pivot > least[i])) return false;
      values[i * (size + 1)] = Math.sqrt(pivot);
    }
  }
  return true;
}

/** L_ij of a row from one column up to another, with what the columns before them took off. */
function factorRow({ rows: size, values }: Matrix, i: number, from: number, to: number): void {
  const leftStart = i * size + from;
  for (let j = from; j < to; j++) {
    const rightStart = j * size + from;
    const known = dot({ left: values, leftStart, right: values, rightStart }, j - from);
    values[i * size + j] = (values[i * size + j] - known) / values[j * size + j];
  }
}

/** Takes the products of the columns before a block off its columns, in all rows from it on. */
function takeOffEarlier({ rows: size, values }: Matrix, from: number, to: number): void {
  const earlier = new Float64Array((size - from) * from);
  for (let i = from; i < size; i++) {
    earlier.set(values.subarray(i * size, i * size + from), (i - from) * from);
  }
  const known = rowProducts(
    { rows: size - from, columns: from, values: earlier },
    { rows: to - from, columns: from, values: earlier.subarray(0, (to - from) * from) },
  );
  for (let i = from; i < size; i++) {
    const last = Math.min(i, to - 1);
    for (let j = from; j <= last; j++) {
      values[i * size + j] -= known.values[(i - from) * known.columns + j - from];
    }
  }
}
