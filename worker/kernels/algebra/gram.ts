import type { Matrix } from './matrix.ts';
import { blockProducts } from './row-products.ts';

/**
 * X·Xᵀ: the inner products of all pairs of rows, each reckoned once.
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
      blockProducts({ x, i, z: x, j }, block);
      put(products, { size, i, j }, block);
    }
  }
  return { rows: size, columns: size, values: products };
}

function put(
  products: Float64Array,
  { size, i, j }: { readonly size: number; readonly i: number; readonly j: number },
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
