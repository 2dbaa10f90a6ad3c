import type { Matrix } from './matrix.ts';

/** A combination of rows of a matrix. */
export interface RowMix {
  readonly matrix: Matrix;
  /** Which rows; only the first as many as there are factors count. */
  readonly rows: Int32Array;
  /** One a row. */
  readonly factors: Float64Array;
}

/**
 * Adds a combination of rows, Σ factor·row, to a sum: Xᵀ·f, and X·f where X is symmetric. The rows
 * are added one after the other, but four at a time, so that each entry of the sum is read and
 * written once for four rows.
 *
 * @param sum  as long as a row; changed in place
 */
export function addRowsInPlace(sum: Float64Array, mix: RowMix): void {
  const { matrix, rows, factors } = mix;
  const { columns, values } = matrix;
  const blocked = factors.length - (factors.length % 4);
  for (let k = 0; k < blocked; k += 4) addFour(sum, mix, k);
  for (let k = blocked; k < factors.length; k++) {
    const from = rows[k] * columns;
    const factor = factors[k];
    for (let i = 0; i < columns; i++) sum[i] += factor * values[from + i];
  }
}

function addFour(sum: Float64Array, { matrix, rows, factors }: RowMix, k: number): void {
  const { columns, values } = matrix;
  const from0 = rows[k] * columns;
  const from1 = rows[k + 1] * columns;
  const from2 = rows[k + 2] * columns;
  const from3 = rows[k + 3] * columns;
  const factor0 = factors[k];
  const factor1 = factors[k + 1];
  const factor2 = factors[k + 2];
  const factor3 = factors[k + 3];
  for (let i = 0; i < columns; i++) {
    sum[i] =
      sum[i] +
      factor0 * values[from0 + i] +
      factor1 * values[from1 + i] +
      factor2 * values[from2 + i] +
      factor3 * values[from3 + i];
  }
}

/** The combination of all rows whose factor is not 0, as {@link addRowsInPlace} adds them up. */
export function rowMix(matrix: Matrix, factors: Float64Array): Float64Array {
  const sum = new Float64Array(matrix.columns);
  const rows = new Int32Array(factors.length);
  const held = new Float64Array(factors.length);
  let count = 0;
  for (let i = 0; i < factors.length; i++) {
    if (factors[i] === 0) continue;
    rows[count] = i;
    held[count] = factors[i];
    count += 1;
  }
  addRowsInPlace(sum, { matrix, rows, factors: held.subarray(0, count) });
  return sum;
}
