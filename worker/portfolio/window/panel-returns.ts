import type { Matrix } from '../../kernels/algebra/matrix.ts';

/**
 * Simple returns from row to row; NaN where either row has no close.
 *
 * @param closes  T+1 × n, above 0 or NaN
 * @returns       T × n
 */
export function simpleReturnsOf({ rows, columns, values }: Matrix): Matrix {
  const returns = new Float64Array(Math.max(0, rows - 1) * columns);
  for (let k = 0; k < returns.length; k++) {
    returns[k] = (values[k + columns] ?? Number.NaN) / (values[k] ?? Number.NaN) - 1;
  }
  return { rows: Math.max(0, rows - 1), columns, values: returns };
}

/** Returns from row to row, or the logarithms of gross ones; NaN where either row has no close. */
export function returnsOf(closes: Matrix, logarithmic = false): Matrix {
  const returns = simpleReturnsOf(closes);
  return logarithmic ? { ...returns, values: returns.values.map(Math.log1p) } : returns;
}

/** The mean return of those present, row by row: the market where no other is named. */
export function meanReturns({ rows, columns, values }: Matrix): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) => {
    const present = values
      .subarray(row * columns, (row + 1) * columns)
      .filter((value) => !Number.isNaN(value));
    return present.reduce((sum, value) => sum + value, 0) / present.length;
  });
}
