import type { Matrix } from './matrix.ts';

/** Side of the square tiles that are copied at a time: what is read and written of them stays in the cache. */
const tile = 16;

/**
 * What is below the diagonal counts above it, too: in place, for the kernel that has just filled a
 * matrix of its own.
 *
 * @param matrix  n × n; what is above its diagonal is written over
 * @returns       the same matrix, symmetric
 */
export function mirrored(matrix: Matrix): Matrix {
  const { rows: size, values } = matrix;
  for (let from = 0; from < size; from += tile) {
    for (let to = 0; to <= from; to += tile) {
      for (let i = from; i < Math.min(size, from + tile); i++) {
        for (let j = to; j < Math.min(i, to + tile); j++) {
          values[j * size + i] = values[i * size + j];
        }
      }
    }
  }
  return matrix;
}
