import { rowMix } from '../algebra/add-rows.ts';
import { dot } from '../algebra/dot.ts';
import type { Matrix } from '../algebra/matrix.ts';

/** A pivot at or below this share of its diagonal entry means: depends on what is already in. */
const dependent = 1e-12;

/**
 * Minimises ½·yᵀQy − cᵀy over y ≥ 0 by an active set with a growing Cholesky factor.
 *
 * Starts from y = 0, so a sparse answer costs little. Entries that depend linearly on those
 * already held stay out; where Q is singular one of the minimisers is found, or, where there is
 * none, a point from which no entry can be added.
 *
 * @param quadratic  Q, n × n, symmetric, positive semidefinite
 * @param linear     c, length n
 * @returns          y, length n; all 0 when c has no positive entry
 * @see Lawson & Hanson (1995), Solving Least Squares Problems, ch. 23
 */
export function nonnegativeQuadratic(quadratic: Matrix, linear: Float64Array): Float64Array {
  const held = new HeldSet(quadratic);
  const size = linear.length;
  const y = new Float64Array(size);
  const shut = new Uint8Array(size);
  for (let round = 0; round < 4 * size + 20; round++) {
    const entering = steepest(slopes(quadratic, linear, y), held, shut);
    if (entering < 0) return y;
    if (!held.append(entering)) {
      shut[entering] = 1;
      continue;
    }
    if (held.solve(linear)[held.size - 1] <= 0) {
      // Rounding alone let it in.
      held.removeFrom(held.size - 1, () => false);
      shut[entering] = 1;
      continue;
    }
    descend(held, linear, y);
    shut.fill(0);
  }
  return y;
}

/** Moves y to the minimiser on the held set, letting go of what would turn negative. */
function descend(held: HeldSet, linear: Float64Array, y: Float64Array): void {
  while (held.size > 0) {
    const target = held.solve(linear);
    const blocking = blockingPosition(held, target, y);
    const from = (k: number): number => y[held.indices[k]];
    const step = blocking < 0 ? 1 : from(blocking) / (from(blocking) - target[blocking]);
    for (let k = 0; k < held.size; k++) y[held.indices[k]] += step * (target[k] - from(k));
    if (blocking < 0) return;
    y[held.indices[blocking]] = 0;
    const first = firstAtZero(held, y);
    held.removeFrom(first, (index) => y[index] > 0);
  }
}

function blockingPosition(held: HeldSet, target: Float64Array, y: Float64Array): number {
  let blocking = -1;
  let shortest = 1;
  for (let k = 0; k < held.size; k++) {
    if (target[k] > 0) continue;
    const from = y[held.indices[k]];
    const step = from / (from - target[k]);
    if (blocking >= 0 && step >= shortest) continue;
    blocking = k;
    shortest = step;
  }
  return blocking;
}

function firstAtZero(held: HeldSet, y: Float64Array): number {
  let first = 0;
  while (y[held.indices[first]] > 0) first += 1;
  for (let k = first; k < held.size; k++) {
    if (!(y[held.indices[k]] > 0)) y[held.indices[k]] = 0;
  }
  return first;
}

function slopes(quadratic: Matrix, linear: Float64Array, y: Float64Array): Float64Array {
  const pull = rowMix(quadratic, y);
  return linear.map((value, i) => value - pull[i]);
}

function steepest(slope: Float64Array, held: HeldSet, shut: Uint8Array): number {
  let best = -1;
  let largest = 0;
  for (let i = 0; i < slope.length; i++) {
    if (slope[i] <= largest || shut[i] === 1 || held.has(i)) continue;
    best = i;
    largest = slope[i];
  }
  return best;
}

/** The entries that may be positive, with the Cholesky factor of their part of Q. */
class HeldSet {
  readonly indices: Int32Array;
  size = 0;
  readonly #quadratic: Matrix;
  readonly #factor: Float64Array;
  readonly #members: Uint8Array;

  constructor(quadratic: Matrix) {
    this.#quadratic = quadratic;
    this.indices = new Int32Array(quadratic.rows);
    this.#factor = new Float64Array(quadratic.rows ** 2);
    this.#members = new Uint8Array(quadratic.rows);
  }

  has(index: number): boolean {
    return this.#members[index] === 1;
  }

  /** @returns false, and nothing changed, when the entry depends on those held */
  append(index: number): boolean {
    const { rows: order, values } = this.#quadratic;
    const factor = this.#factor;
    const row = this.size * order;
    for (let k = 0; k < this.size; k++) {
      const above = k * order;
      const known = dot({ left: factor, leftStart: row, right: factor, rightStart: above }, k);
      factor[row + k] = (values[index * order + this.indices[k]] - known) / factor[above + k];
    }
    const diagonal = values[index * order + index];
    let pivot = diagonal;
    for (let k = 0; k < this.size; k++) pivot -= factor[row + k] ** 2;
    if (!(pivot > dependent * diagonal)) return false;
    factor[row + this.size] = Math.sqrt(pivot);
    this.indices[this.size] = index;
    this.#members[index] = 1;
    this.size += 1;
    return true;
  }

  /** Refactors from a position on, with only those entries that `keep` names. */
  removeFrom(position: number, keep: (index: number) => boolean): void {
    const tail = this.indices.slice(position, this.size);
    for (const index of tail) this.#members[index] = 0;
    this.size = position;
    for (const index of tail) if (keep(index)) this.append(index);
  }

  /** The minimiser on the held set alone, in the order held. */
  solve(linear: Float64Array): Float64Array {
    const order = this.#quadratic.rows;
    const factor = this.#factor;
    const solution = new Float64Array(this.size);
    for (let k = 0; k < this.size; k++) {
      const row = k * order;
      const known = dot({ left: factor, leftStart: row, right: solution, rightStart: 0 }, k);
      solution[k] = (linear[this.indices[k]] - known) / factor[row + k];
    }
    for (let k = this.size - 1; k >= 0; k--) {
      const row = k * order;
      const value = solution[k] / factor[row + k];
      solution[k] = value;
      // Row by row along memory: what is known of one entry is taken off those before it.
      for (let l = 0; l < k; l++) solution[l] -= factor[row + l] * value;
    }
    return solution;
  }
}
