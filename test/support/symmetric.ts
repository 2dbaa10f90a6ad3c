import type { Matrix } from '../../worker/kernels/algebra/matrix.ts';

/** A symmetric matrix of drawn numbers. */
export function symmetricOf(size: number, draw: () => number): Matrix {
  const values = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      const value = draw();
      values[i * size + j] = value;
      values[j * size + i] = value;
    }
  }
  return { rows: size, columns: size, values };
}
