import type { Matrix } from './matrix.ts';

/** The matrix times a number, such as a covariance per period times periods per year. */
export function scaled({ rows, columns, values }: Matrix, factor: number): Matrix {
  return { rows, columns, values: values.map((value) => value * factor) };
}
