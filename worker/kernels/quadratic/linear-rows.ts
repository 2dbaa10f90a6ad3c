import type { Matrix } from '../algebra/matrix.ts';

/** Constraints lower ≤ Ax ≤ upper, one a row; equal sides make an equation. */
export interface LinearRows {
  /** A, m × n; m may be 0. */
  readonly matrix: Matrix;
  /** Length m; −Infinity for none. */
  readonly lower: Float64Array;
  /** Length m; Infinity for none. */
  readonly upper: Float64Array;
}
