import type { Matrix } from '../../worker/kernels/algebra/matrix.ts';

/** T+1 × n closes from T × n returns, each symbol beginning at 1. */
export function closesOfReturns({ rows, columns, values }: Matrix): Matrix {
  const closes = new Float64Array((rows + 1) * columns).fill(1, 0, columns);
  for (let k = 0; k < values.length; k++) {
    closes[k + columns] = (closes[k] ?? 0) * (1 + (values[k] ?? 0));
  }
  return { rows: rows + 1, columns, values: closes };
}
