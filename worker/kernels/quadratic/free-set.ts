import { dot } from '../algebra/dot.ts';
import type { Matrix } from '../algebra/matrix.ts';
import { backwardInPlace, forwardInPlace } from '../algebra/substitution.ts';

/** When a symbol depends on the members: its pivot is at or below the larger of the two. */
export interface Dependence {
  /** In the matrix's own unit. */
  readonly pivot?: number;
  /** Of the symbol's diagonal entry. */
  readonly share?: number;
}

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
  readonly #pivot: number;
  readonly #share: number;
  readonly #factor: Matrix;
  /** L⁻¹·1, once a sum was asked for, and L⁻¹·b of what is followed: they change with the members. */
  #images: readonly Image[] = [];
  readonly #members: Uint8Array;

  /** @param matrix  n × n, symmetric */
  constructor(matrix: Matrix, { pivot = 0, share = 0 }: Dependence) {
    this.#matrix = matrix;
    this.#pivot = pivot;
    this.#share = share;
    this.indices = new Int32Array(matrix.rows);
    this.#members = new Uint8Array(matrix.rows);
    this.#factor = { ...matrix, values: new Float64Array(matrix.rows ** 2) };
  }

  has(index: number): boolean {
    return this.#members[index] === 1;
  }

  /** @returns false, and nothing changed, when the symbol depends on the members */
  append(index: number): boolean {
    const { rows: order, values } = this.#matrix;
    const factor = this.#factor.values;
    const row = this.size * order;
    const diagonal = values[index * order + index];
    let pivot = diagonal;
    for (let k = 0; k < this.size; k++) {
      const above = k * order;
      const known = dot({ left: factor, leftStart: row, right: factor, rightStart: above }, k);
      const rest = (values[index * order + this.indices[k]] - known) / factor[above + k];
      factor[row + k] = rest;
      pivot -= rest * rest;
    }
    // One alone carries what the budget leaves it, however little it varies.
    if (this.size === 0) pivot = Math.max(pivot, this.#pivot);
    const least = this.size === 0 ? 0 : Math.max(this.#pivot, this.#share * diagonal);
    if (!(pivot > least)) return false;
    const own = Math.sqrt(pivot);
    factor[row + this.size] = own;
    this.indices[this.size] = index;
    for (const image of this.#images) this.#extend(image, this.size);
    this.#members[index] = 1;
    this.size += 1;
    return true;
  }

  /** Takes the member at a position out; plane rotations bring the rest back to a triangle. */
  removeAt(position: number): void {
    this.#members[this.indices[position]] = 0;
    const { rows: order, values: factor } = this.#factor;
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
    const turns = { cosines, sines, from: position, to: this.size };
    for (const { image } of this.#images) turn(image, turns);
  }

  /** From now on {@link solveFollowed} solves for a right-hand side, as long as the matrix. */
  follow(right: Float64Array): void {
    this.#images = [this.#ones(), this.#imageOf(right)];
  }

  #ones(): Image {
    const [ones = this.#imageOf(new Float64Array(this.indices.length).fill(1))] = this.#images;
    if (this.#images.length === 0) this.#images = [ones];
    return ones;
  }

  #imageOf(right: Float64Array): Image {
    const image = { right, image: new Float64Array(right.length) };
    for (let k = 0; k < this.size; k++) this.#extend(image, k);
    return image;
  }

  #extend({ right, image }: Image, position: number): void {
    const { rows: order, values: left } = this.#factor;
    const row = position * order;
    const known = dot({ left, leftStart: row, right: image, rightStart: 0 }, position);
    image[position] = (right[this.indices[position]] - known) / left[row + position];
  }

  /** Starts anew, with those symbols that are named, in their order. */
  holdOnly(names: (index: number) => boolean): void {
    this.#members.fill(0);
    this.size = 0;
    for (const index of this.#members.keys()) if (names(index)) this.append(index);
  }

  /** The combination of members that is nearest to a symbol, in the order held. */
  combination(index: number): Float64Array {
    const { rows: order, values } = this.#matrix;
    return this.solve(values.subarray(index * order, (index + 1) * order));
  }

  /**
   * Solves for the members' entries of a right-hand side, as long as the matrix; in the order held.
   */
  solve(right: Float64Array): Float64Array {
    const x = new Float64Array(this.size);
    for (let k = 0; k < x.length; k++) x[k] = right[this.indices[k]];
    this.solveInPlace(x);
    return x;
  }

  /**
   * Overwrites a right-hand side with the solution, both in the order held.
   *
   * @param x  as long as there are members, or shorter: then for the first of them alone
   */
  solveInPlace(x: Float64Array): void {
    forwardInPlace(this.#factor, x);
    backwardInPlace(this.#factor, x);
  }

  /**
   * Overwrites a right-hand side b with the x of a given sum that solves A·x = b + γ·1; both in the
   * order held.
   *
   * @param x  as long as there are members, or shorter: then for the first of them alone
   * @returns  γ
   */
  solveWithSum(x: Float64Array, sum: number): number {
    forwardInPlace(this.#factor, x);
    return this.#withSum(x, sum);
  }

  /** The x of a given sum that solves A·x = b + γ·1 for the b of {@link follow}, and γ. */
  solveFollowed(sum: number): { readonly solution: Float64Array; readonly level: number } {
    const { image } = this.#images[1];
    const solution = image.slice(0, this.size);
    return { level: this.#withSum(solution, sum), solution };
  }

  #withSum(x: Float64Array, sum: number): number {
    const { image } = this.#ones();
    const runs = { left: image, leftStart: 0, right: x, rightStart: 0 };
    const level = (sum - dot(runs, x.length)) / dot({ ...runs, right: image }, x.length);
    for (let k = 0; k < x.length; k++) x[k] += level * image[k];
    backwardInPlace(this.#factor, x);
    return level;
  }
}

/** A right-hand side, and what is left of it after the first of the two substitutions. */
interface Image {
  readonly right: Float64Array;
  readonly image: Float64Array;
}

/** Plane rotations of neighbouring entries, one after the other. */
interface Turns {
  readonly cosines: Float64Array;
  readonly sines: Float64Array;
  readonly from: number;
  readonly to: number;
}

function turn(image: Float64Array, { cosines, sines, from, to }: Turns): void {
  for (let i = from; i < to; i++) {
    const [left, right] = [image[i], image[i + 1]];
    image[i] = cosines[i] * left + sines[i] * right;
    image[i + 1] = cosines[i] * right - sines[i] * left;
  }
}
