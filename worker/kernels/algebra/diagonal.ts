import type { Matrix } from './matrix.ts';

/** The square matrix with these values on its diagonal and 0 elsewhere. */
export function diagonal(entries: Float64Array): Matrix {
  const size = entries.length;
  const values = new Float64Array(size * size);
  for (let i = 0; i < size; i++) values[i * (size + 1)] = entries[i];
  return { rows: size, columns: size, values };
}
