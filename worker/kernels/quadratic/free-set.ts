import { dot } from '../algebra/dot.ts';
import type { Matrix } from '../algebra/matrix.ts';

/**
 * The symbols whose weights are free to move, with the Cholesky factor of their part of a symmetric
 * matrix. Members come and go one at a time, each for the square of their number in operations.
 *
 * @see Golub & Van Loan (2013), Matrix Computations, §6.5
 */
export class FreeSet {
  /** Members in the order held; only the first `size` count. */
  readonly indices: Int32Array;
  size = 0;
  readonly #matrix: Matrix;
  readonly #smallestPivot: number;
  readonly #factor: Float64Array;
  readonly #members: Uint8Array;

  /**
   * @param matrix         n × n, symmetric
   * @param smallestPivot  a pivot at or below it means: depends on the members
   */
  constructor(matrix: Matrix, smallestPivot: number) {
    this.#matrix = matrix;
    this.#smallestPivot = smallestPivot;
    this.indices = new Int32Array(matrix.rows);
    this.#members = new Uint8Array(matrix.rows);
    this.#factor = new Float64Array(matrix.rows ** 2);
  }

  has(index: number): boolean {
    return this.#members[index] === 1;
  }

  /** @returns false, and nothing changed, when the symbol depends on the members */
  append(index: number): boolean {
    const { rows: order, values } = this.#matrix;
    const factor = this.#factor;
    const row = this.size * order;
    let pivot = values[index * order + index];
    for (let k = 0; k < this.size; k++) {
      const above = k * order;
      const known = dot({ left: factor, leftStart: row, right: factor, rightStart: above }, k);
      const rest = (values[index * order + this.indices[k]] - known) / factor[above + k];
      factor[row + k] = rest;
      pivot -= rest * rest;
    }
    // One alone carries what the budget leaves it, however little it varies.
    if (this.size === 0) pivot = Math.max(pivot, this.#smallestPivot);
    else if (!(pivot > this.#smallestPivot)) return false;
    factor[row + this.size] = Math.sqrt(pivot);
    this.indices[this.size] = index;
    this.#members[index] = 1;
    this.size += 1;
    return true;
  }

  /** Takes the member at a position out; plane rotations bring the rest back to a triangle. */
  removeAt(position: number): void {
    this.#members[this.indices[position]] = 0;
    const order = this.#matrix.rows;
    const factor = this.#factor;
    const cosines = new Float64Array(this.size);
    const sines = new Float64Array(this.size);
    for (let i = position; i < this.size - 1; i++) {
      const row = i * order;
      factor.copyWithin(row, row + order, row + order + i + 2);
      for (let k = position; k < i; k++) {
        const left = factor[row + k];
        const right = factor[row + k + 1];
        factor[row + k] = cosines[k] * left + sines[k] * right;
        factor[row + k + 1] = cosines[k] * right - sines[k] * left;
      }
      const length = Math.hypot(factor[row + i], factor[row + i + 1]);
      cosines[i] = factor[row + i] / length;
      sines[i] = factor[row + i + 1] / length;
      factor[row + i] = length;
      this.indices[i] = this.indices[i + 1];
    }
    this.size -= 1;
  }

  /** The combination of members that is nearest to a symbol, in the order held. */
  combination(index: number): Float64Array {
    const { rows: order, values } = this.#matrix;
    const x = new Float64Array(this.size);
    for (let k = 0; k < this.size; k++) x[k] = values[index * order + this.indices[k]];
    this.solveInPlace(x);
    return x;
  }

  /**
   * Overwrites a right-hand side with the solution, both in the order held.
   *
   * @param x  as long as there are members, or shorter: then for the first of them alone
   */
  solveInPlace(x: Float64Array): void {
    const order = this.#matrix.rows;
    const factor = this.#factor;
    for (let k = 0; k < x.length; k++) {
      const row = k * order;
      const known = dot({ left: factor, leftStart: row, right: x, rightStart: 0 }, k);
      x[k] = (x[k] - known) / factor[row + k];
    }
    for (let k = x.length - 1; k >= 0; k--) {
      const row = k * order;
      const value = x[k] / factor[row + k];
      x[k] = value;
      for (let l = 0; l < k; l++) x[l] -= factor[row + l] * value;
    }
  }
}
