import { rowMix } from './add-rows.ts';
import { dot } from './dot.ts';
import type { Matrix } from './matrix.ts';

/**
 * A·x.
 *
 * @throws RangeError when the lengths don't match
 */
export function product({ rows, columns, values }: Matrix, x: Float64Array): Float64Array {
  if (x.length !== columns) {
    throw new RangeError(`Cannot multiply ${rows} × ${columns} by a vector of ${x.length}`);
  }
  // A loop: made from a function, an array takes several times as long.
  const result = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    const runs = { left: values, leftStart: i * columns, right: x, rightStart: 0 };
    result[i] = dot(runs, columns);
  }
  return result;
}

/** The variance xᵀAx of weights x under a covariance A; not below 0, whatever the rounding. */
export function quadraticForm(matrix: Matrix, x: Float64Array): number {
  if (x.length !== matrix.rows) {
    throw new RangeError(`Cannot weigh ${matrix.rows} rows by a vector of ${x.length}`);
  }
  // Rows whose weight is 0, often most of them, are not read.
  const runs = { left: rowMix(matrix, x), leftStart: 0, right: x, rightStart: 0 };
  return Math.max(0, dot(runs, x.length));
}

/** The rows and columns of a square matrix that `members` names, in its order. */
export function submatrix({ columns, values }: Matrix, members: Int32Array): Matrix {
  const size = members.length;
  const part = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) part[i * size + j] = values[members[i] * columns + members[j]];
  }
  return { rows: size, columns: size, values: part };
}
