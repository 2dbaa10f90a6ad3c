import type { Matrix } from './matrix.ts';

/**
 * X·Zᵀ: the inner products of each row of one matrix with each row of another, three rows by three
 * at a time, so that each number loaded serves three products. Nine sums and six numbers are what
 * the registers of a core hold.
 *
 * @param x  k × m
 * @param z  l × m
 * @returns  k × l
 * @throws {RangeError} rows of different lengths
 */
export function rowProducts(x: Matrix, z: Matrix): Matrix {
  if (x.columns !== z.columns) throw new RangeError(`Rows of ${x.columns} and of ${z.columns}.`);
  const values = new Float64Array(x.rows * z.rows);
  const block = new Float64Array(9);
  for (let i = 0; i < x.rows; i += 3) {
    const high = Math.min(3, x.rows - i);
    for (let j = 0; j < z.rows; j += 3) {
      const wide = Math.min(3, z.rows - j);
      blockProducts({ x, i, z, j }, block);
      for (let k = 0; k < high; k++) {
        for (let l = 0; l < wide; l++) values[(i + k) * z.rows + j + l] = block[3 * k + l];
      }
    }
  }
  return { rows: x.rows, columns: z.rows, values };
}

/** The rows that a block starts from. */
export interface BlockStart {
  readonly x: Matrix;
  readonly i: number;
  readonly z: Matrix;
  readonly j: number;
}

/**
 * The products of rows i, i + 1 and i + 2 of X with rows j, j + 1 and j + 2 of Z, row-major. The
 * last row stands in for those that are missing beyond it.
 *
 * @param out  length 9
 */
export function blockProducts({ x: one, i, z: other, j }: BlockStart, out: Float64Array): void {
  const { columns, values: x } = one;
  const z = other.values;
  const lastI = (one.rows - 1) * columns;
  const lastJ = (other.rows - 1) * columns;
  const i0 = i * columns;
  const i1 = Math.min(i0 + columns, lastI);
  const i2 = Math.min(i1 + columns, lastI);
  const j0 = j * columns;
  const j1 = Math.min(j0 + columns, lastJ);
  const j2 = Math.min(j1 + columns, lastJ);
  let sum00 = 0;
  let sum01 = 0;
  let sum02 = 0;
  let sum10 = 0;
  let sum11 = 0;
  let sum12 = 0;
  let sum20 = 0;
  let sum21 = 0;
  let sum22 = 0;
  for (let t = 0; t < columns; t++) {
    const a0 = x[i0 + t];
    const a1 = x[i1 + t];
    const a2 = x[i2 + t];
    const b0 = z[j0 + t];
    const b1 = z[j1 + t];
    const b2 = z[j2 + t];
    sum00 += a0 * b0;
    sum01 += a0 * b1;
    sum02 += a0 * b2;
    sum10 += a1 * b0;
    sum11 += a1 * b1;
    sum12 += a1 * b2;
    sum20 += a2 * b0;
    sum21 += a2 * b1;
    sum22 += a2 * b2;
  }
  out.set([sum00, sum01, sum02, sum10, sum11, sum12, sum20, sum21, sum22]);
}
