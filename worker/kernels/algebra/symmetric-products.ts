import { rowProducts } from './row-products.ts';

/** The shape of both factors of {@link symmetricProducts}. */
export interface Shape {
  readonly rows: number;
  readonly columns: number;
}

/**
 * X·Zᵀ + Z·Xᵀ: one product, and its mirror image added to it. That is as many multiplications as
 * half of each of the two would take, and more of them for each number loaded.
 *
 * @param x  k × m, row-major
 * @param z  k × m, row-major
 * @returns  k × k, symmetric, row-major
 */
export function symmetricProducts(x: Float64Array, z: Float64Array, shape: Shape): Float64Array {
  const size = shape.rows;
  const { values } = rowProducts({ ...shape, values: x }, { ...shape, values: z });
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      const sum = values[i * size + j] + values[j * size + i];
      values[i * size + j] = sum;
      values[j * size + i] = sum;
    }
  }
  return values;
}
