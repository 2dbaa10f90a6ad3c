import { dot } from './dot.ts';
import type { Matrix } from './matrix.ts';

/**
 * Overwrites b with the solution of L·x = b.
 *
 * @param factor  at least m × m; only L, the lower triangle of its first m rows, is read
 * @param x       b, length m
 * @see Golub & Van Loan (2013), Matrix Computations, algorithm 3.1.1
 */
export function forwardInPlace({ columns, values: left }: Matrix, x: Float64Array): void {
  for (let i = 0; i < x.length; i++) {
    const leftStart = i * columns;
    const known = dot({ left, leftStart, right: x, rightStart: 0 }, i);
    x[i] = (x[i] - known) / left[leftStart + i];
  }
}

/**
 * Overwrites b with the solution of Lᵀ·x = b, row by row along memory: what is known of an entry is
 * taken off those before it. Four rows at a time, so that each entry is read and written once for
 * four of them.
 *
 * @param factor  at least m × m; only L, the lower triangle of its first m rows, is read
 * @param x       b, length m
 * @see Golub & Van Loan (2013), Matrix Computations, algorithm 3.1.4
 */
export function backwardInPlace(factor: Matrix, x: Float64Array): void {
  let rest = x.length;
  for (; rest % 4 !== 0; rest--) settle(factor, x, rest - 1, 0);
  for (; rest > 0; rest -= 4) {
    for (let i = rest - 1; i >= rest - 4; i--) settle(factor, x, i, rest - 4);
    takeOffFour(factor, x, rest - 4);
  }
}

/** Reckons an entry and takes it off those between another and it. */
function settle({ columns, values }: Matrix, x: Float64Array, i: number, from: number): void {
  const row = i * columns;
  const value = x[i] / values[row + i];
  x[i] = value;
  for (let k = from; k < i; k++) x[k] -= values[row + k] * value;
}

/** Takes four entries from one on off all before them. */
function takeOffFour({ columns, values }: Matrix, x: Float64Array, from: number): void {
  const row0 = from * columns;
  const row1 = row0 + columns;
  const row2 = row1 + columns;
  const row3 = row2 + columns;
  const value0 = x[from];
  const value1 = x[from + 1];
  const value2 = x[from + 2];
  const value3 = x[from + 3];
  for (let k = 0; k < from; k++) {
    x[k] -=
      values[row0 + k] * value0 +
      values[row1 + k] * value1 +
      (values[row2 + k] * value2 + values[row3 + k] * value3);
  }
}
