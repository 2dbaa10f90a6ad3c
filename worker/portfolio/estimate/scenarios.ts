import type { Matrix } from '../../kernels/algebra/matrix.ts';
import { simpleReturnsOf } from '../window/panel-returns.ts';

/**
 * The days on which every symbol has a close.
 *
 * @param closes   T+1 × n, NaN where there is none
 * @param counted  how many columns, from the first on, are symbols; all by default
 */
export function completeCloses({ rows, columns, values }: Matrix, counted = columns): Matrix {
  const complete = Array.from({ length: rows }, (_, row) =>
    values.subarray(row * columns, (row + 1) * columns),
  ).filter((day) => !day.subarray(0, counted).some(Number.isNaN));
  if (complete.length === rows) return { rows, columns, values };
  const kept = new Float64Array(complete.length * columns);
  for (const [row, day] of complete.entries()) kept.set(day, row * columns);
  return { rows: complete.length, columns, values: kept };
}

/** The returns from each such day to the next: what weights are tried on. */
export function scenarioReturns(closes: Matrix): Matrix {
  return simpleReturnsOf(completeCloses(closes));
}
