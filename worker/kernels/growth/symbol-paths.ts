import type { Matrix } from '../algebra/matrix.ts';

/**
 * Returns turned round, so that those of a symbol lie side by side.
 *
 * @param returns  T × n
 * @returns        n × T
 */
export function symbolPaths({ rows, columns, values }: Matrix): Matrix {
  const turned = new Float64Array(values.length);
  for (let t = 0; t < rows; t++) {
    for (let i = 0; i < columns; i++) turned[i * rows + t] = values[t * columns + i];
  }
  return { rows: columns, columns: rows, values: turned };
}

/** Σ xᵢ·pathᵢ, length T. @param paths  n × T */
export function mixedPath({ rows, columns, values }: Matrix, x: Float64Array): Float64Array {
  const mixed = new Float64Array(columns);
  for (let i = 0; i < rows; i++) {
    const share = x[i];
    if (share === 0) continue;
    for (let t = 0; t < columns; t++) mixed[t] += share * values[i * columns + t];
  }
  return mixed;
}
