import { dot } from './dot.ts';
import type { Matrix } from './matrix.ts';

/**
 * A·x of a symmetric A, from its lower triangle alone: half as much is read, so that hundreds of rows
 * stay in the cache. Four rows at a time, whose entries count for themselves and for their mirror
 * images.
 *
 * @param matrix  A, n × n; what is above its diagonal is not read
 * @param x       length n
 * @throws {RangeError} lengths that do not fit
 */
export function triangleProduct(matrix: Matrix, x: Float64Array): Float64Array {
  const { rows: size } = matrix;
  if (x.length !== size)
    throw new RangeError(`Cannot multiply ${size} rows by ${x.length} numbers`);
  const result = new Float64Array(size);
  const blocked = size - (size % 4);
  for (let from = 0; from < blocked; from += 4) {
    addFourRows(result, matrix, { x, from });
    for (let i = from; i < from + 4; i++) addRow(result, matrix, { x, from, i });
  }
  for (let i = blocked; i < size; i++) addRow(result, matrix, { x, from: 0, i });
  return result;
}

interface Rows {
  readonly x: Float64Array;
  /** The column that a block of rows begins in. */
  readonly from: number;
}

/** What four rows have before their block. */
function addFourRows(result: Float64Array, { columns, values }: Matrix, { x, from }: Rows): void {
  const row0 = from * columns;
  const row1 = row0 + columns;
  const row2 = row1 + columns;
  const row3 = row2 + columns;
  const x0 = x[from];
  const x1 = x[from + 1];
  const x2 = x[from + 2];
  const x3 = x[from + 3];
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  for (let j = 0; j < from; j++) {
    const entry0 = values[row0 + j];
    const entry1 = values[row1 + j];
    const entry2 = values[row2 + j];
    const entry3 = values[row3 + j];
    const other = x[j];
    sum0 += entry0 * other;
    sum1 += entry1 * other;
    sum2 += entry2 * other;
    sum3 += entry3 * other;
    result[j] += entry0 * x0 + entry1 * x1 + (entry2 * x2 + entry3 * x3);
  }
  result[from] += sum0;
  result[from + 1] += sum1;
  result[from + 2] += sum2;
  result[from + 3] += sum3;
}

/** What one row has from a column up to its diagonal. */
function addRow(
  result: Float64Array,
  { columns, values }: Matrix,
  { x, from, i }: Rows & { readonly i: number },
): void {
  const row = i * columns;
  const own = x[i];
  for (let j = from; j < i; j++) result[j] += values[row + j] * own;
  const runs = { left: values, leftStart: row + from, right: x, rightStart: from };
  result[i] += dot(runs, i - from + 1);
}
