import type { Matrix } from './matrix.ts';

/**
 * X·Xᵀ: the inner products of all pairs of rows, three rows by three at a time, so that each number
 * loaded serves three products. Nine sums and six numbers are what the registers of a core hold.
 *
 * @param x  k × m
 * @returns  k × k, symmetric
 */
export function gram(x: Matrix): Matrix {
  const size = x.rows;
  const products = new Float64Array(size * size);
  const block = new Float64Array(9);
  for (let i = 0; i < size; i += 3) {
    for (let j = 0; j <= i; j += 3) {
      blockProducts(x, { i, j }, block);
      put(products, { size, i, j }, block);
    }
  }
  return { rows: size, columns: size, values: products };
}

interface Corner {
  readonly i: number;
  readonly j: number;
}

function blockProducts({ rows, columns, values: x }: Matrix, { i, j }: Corner, out: Float64Array) {
  // The last row stands in for those that are missing beyond it.
  const last = (rows - 1) * columns;
  const i0 = i * columns;
  const i1 = Math.min(i0 + columns, last);
  const i2 = Math.min(i1 + columns, last);
  const j0 = j * columns;
  const j1 = Math.min(j0 + columns, last);
  const j2 = Math.min(j1 + columns, last);
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
    const b0 = x[j0 + t];
    const b1 = x[j1 + t];
    const b2 = x[j2 + t];
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

function put(
  products: Float64Array,
  { size, i, j }: Corner & { readonly size: number },
  block: Float64Array,
): void {
  const high = Math.min(3, size - i);
  const wide = Math.min(3, size - j);
  for (let k = 0; k < high; k++) {
    for (let l = 0; l < wide; l++) {
      const value = block[3 * k + l];
      products[(i + k) * size + j + l] = value;
      products[(j + l) * size + i + k] = value;
    }
  }
}
