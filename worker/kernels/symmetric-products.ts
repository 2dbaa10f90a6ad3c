/** The shape of both factors of {@link symmetricProducts}. */
export interface Shape {
  readonly rows: number;
  readonly columns: number;
}

/**
 * X·Zᵀ + Z·Xᵀ, two rows by two at a time: each number loaded serves two products.
 *
 * @param x  k × m, row-major
 * @param z  k × m, row-major
 * @returns  k × k, symmetric, row-major
 */
export function symmetricProducts(x: Float64Array, z: Float64Array, shape: Shape): Float64Array {
  const { rows: size, columns } = shape;
  const products = new Float64Array(size * size);
  const block = new Float64Array(4);
  for (let i = 0; i < size; i += 2) {
    for (let j = 0; j <= i; j += 2) {
      // The last row of an odd number stands in for the one that is missing.
      const i1 = Math.min(i + 1, size - 1);
      const j1 = Math.min(j + 1, size - 1);
      blockProducts({ x, z, columns, i, i1, j, j1 }, block);
      put(products, size, [i, j, block[0]]);
      put(products, size, [i, j1, block[1]]);
      put(products, size, [i1, j, block[2]]);
      put(products, size, [i1, j1, block[3]]);
    }
  }
  return products;
}

interface Block {
  readonly x: Float64Array;
  readonly z: Float64Array;
  readonly columns: number;
  readonly i: number;
  readonly i1: number;
  readonly j: number;
  readonly j1: number;
}

function blockProducts({ x, z, columns, i, i1, j, j1 }: Block, out: Float64Array): void {
  const fromI0 = i * columns;
  const fromI1 = i1 * columns;
  const fromJ0 = j * columns;
  const fromJ1 = j1 * columns;
  let sum00 = 0;
  let sum01 = 0;
  let sum10 = 0;
  let sum11 = 0;
  for (let t = 0; t < columns; t++) {
    const xi0 = x[fromI0 + t];
    const xi1 = x[fromI1 + t];
    const zi0 = z[fromI0 + t];
    const zi1 = z[fromI1 + t];
    const xj0 = x[fromJ0 + t];
    const xj1 = x[fromJ1 + t];
    const zj0 = z[fromJ0 + t];
    const zj1 = z[fromJ1 + t];
    sum00 += xi0 * zj0 + zi0 * xj0;
    sum01 += xi0 * zj1 + zi0 * xj1;
    sum10 += xi1 * zj0 + zi1 * xj0;
    sum11 += xi1 * zj1 + zi1 * xj1;
  }
  out[0] = sum00;
  out[1] = sum01;
  out[2] = sum10;
  out[3] = sum11;
}

function put(
  products: Float64Array,
  size: number,
  [i, j, value]: readonly [number, number, number],
) {
  products[i * size + j] = value;
  products[j * size + i] = value;
}
