import type { Matrix } from '../algebra/matrix.ts';

/**
 * Closes whose returns are those of some rows, one after the other: each column starts at 1.
 *
 * @param returns  T × n simple returns, above −1
 * @param rows     rows of `returns`, as many and as often as wanted
 * @returns        (rows + 1) × n closes; 0 or Infinity where they leave what a double holds
 */
export function resampledCloses(returns: Matrix, rows: Int32Array): Matrix {
  const { columns, values } = returns;
  const closes = new Float64Array((rows.length + 1) * columns);
  closes.fill(1, 0, columns);
  for (let t = 0; t < rows.length; t++) {
    const [from, before, to] = [rows[t] * columns, t * columns, (t + 1) * columns];
    for (let i = 0; i < columns; i++) {
      closes[to + i] = closes[before + i] * (1 + values[from + i]);
    }
  }
  return { rows: rows.length + 1, columns, values: closes };
}
