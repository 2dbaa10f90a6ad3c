import type { Matrix } from './matrix.ts';
import { scaled } from './scaled.ts';
import { tridiagonalised } from './tridiagonal.ts';

/** A symmetric matrix taken apart: A = Σ λ_k·v_k·v_kᵀ. */
export interface Eigen {
  /** Length n, ascending. */
  readonly values: Float64Array;
  /** n × n: row k is the eigenvector of value k, of length 1. */
  readonly vectors: Matrix;
}

/** Twice the most sweeps that any eigenvalue is known to take. */
const sweepsPerValue = 60;

/**
 * Eigenvalues and eigenvectors of a symmetric matrix: Householder's reduction to tridiagonal form,
 * then implicit QL sweeps. The vectors are rows, so that each rotation runs along memory.
 *
 * Residual ‖A·v − λ·v‖ and departure from orthogonality are a small multiple of rounding, relative
 * to ‖A‖; about 9·n³ operations.
 *
 * @param matrix  n × n, symmetric and finite; only the lower triangle is read
 * @throws {RangeError} a matrix that is not square, or holds what is not finite
 * @see Golub & Van Loan (2013), Matrix Computations, §8.3; Bowdler, Martin, Reinsch & Wilkinson
 *      (1968), Numerische Mathematik 11, procedure tql2
 */
export function symmetricEigen(matrix: Matrix): Eigen {
  const { rows: size, columns } = matrix;
  if (size !== columns) throw new RangeError(`A square matrix, not ${size} × ${columns}.`);
  if (!matrix.values.every(Number.isFinite)) throw new RangeError('A matrix of finite numbers.');
  const scale = scaleOf(matrix);
  const { diagonal, beside, basis } = tridiagonalised(scaled(matrix, 1 / scale));
  const rotations = { cosines: new Float64Array(size), sines: new Float64Array(size) };
  let largest = 0;
  for (let l = 0; l < size; l++) {
    largest = Math.max(largest, Math.abs(diagonal[l]) + Math.abs(beside[l]));
    const negligible = Number.EPSILON * largest;
    for (let sweep = 0; sweep < sweepsPerValue; sweep++) {
      let end = l;
      while (end < size - 1 && Math.abs(beside[end]) > negligible) end += 1;
      if (end === l) break;
      const start = sweepUp({ diagonal, beside, l, end }, rotations);
      rotateRows(basis, { start, end }, rotations);
    }
  }
  const values = diagonal.map((value) => value * scale);
  return ascending(values, { rows: size, columns: size, values: basis });
}

/** A power of two near the largest entry: without it, products of entries leave a double's range. */
function scaleOf({ values }: Matrix): number {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  return largest === 0 ? 1 : 2 ** Math.max(-1000, Math.floor(Math.log2(largest)));
}

interface Block {
  readonly diagonal: Float64Array;
  readonly beside: Float64Array;
  /** The block's first and last row. */
  readonly l: number;
  readonly end: number;
}

interface Rotations {
  readonly cosines: Float64Array;
  readonly sines: Float64Array;
}

/**
 * One implicit QL sweep with Wilkinson's shift over rows l to end.
 *
 * @returns the row of the last rotation: l, or above it where an entry vanished on the way
 */
function sweepUp({ diagonal: d, beside: e, l, end }: Block, { cosines, sines }: Rotations): number {
  const ratio = (d[l + 1] - d[l]) / (2 * e[l]);
  const root = Math.hypot(ratio, 1);
  let g = d[end] - d[l] + e[l] / (ratio + (ratio < 0 ? -root : root));
  let sine = 1;
  let cosine = 1;
  let shift = 0;
  for (let i = end - 1; i >= l; i--) {
    const f = sine * e[i];
    const b = cosine * e[i];
    const length = Math.hypot(f, g);
    e[i + 1] = length;
    if (length === 0) {
      d[i + 1] -= shift;
      e[end] = 0;
      return i + 1;
    }
    sine = f / length;
    cosine = g / length;
    g = d[i + 1] - shift;
    const r = (d[i] - g) * sine + 2 * cosine * b;
    shift = sine * r;
    d[i + 1] = g + shift;
    g = cosine * r - b;
    cosines[i] = cosine;
    sines[i] = sine;
  }
  d[l] -= shift;
  e[l] = g;
  e[end] = 0;
  return l;
}

/** Columns that are rotated at a time: all rows of so many fit into the second cache. */
const strip = 128;

/** Applies the rotations of rows (i, i + 1) for i = end − 1 down to start. */
function rotateRows(
  basis: Float64Array,
  { start, end }: { readonly start: number; readonly end: number },
  { cosines, sines }: Rotations,
): void {
  const size = cosines.length;
  for (let from = 0; from < size; from += strip) {
    const width = Math.min(strip, size - from);
    let i = end - 1;
    for (; i > start; i -= 2) {
      const second = { cosine: cosines[i - 1], sine: sines[i - 1] };
      rotateTwice(basis, i * size + from, {
        size,
        width,
        cosine: cosines[i],
        sine: sines[i],
        second,
      });
    }
    if (i === start) {
      rotate(basis, i * size + from, { size, width, cosine: cosines[i], sine: sines[i] });
    }
  }
}

interface Rotation {
  readonly size: number;
  readonly width: number;
  readonly cosine: number;
  readonly sine: number;
}

function rotate(basis: Float64Array, upper: number, { size, width, cosine, sine }: Rotation): void {
  const lower = upper + size;
  for (let k = 0; k < width; k++) {
    const f = basis[lower + k];
    const g = basis[upper + k];
    basis[lower + k] = sine * g + cosine * f;
    basis[upper + k] = cosine * g - sine * f;
  }
}

interface TwoRotations extends Rotation {
  readonly second: { readonly cosine: number; readonly sine: number };
}

/** This rotation and the next, whose lower row is this one's upper: one load and store less. */
function rotateTwice(
  basis: Float64Array,
  middle: number,
  { size, width, cosine, sine, second }: TwoRotations,
): void {
  const lower = middle + size;
  const upper = middle - size;
  const { cosine: cosine2, sine: sine2 } = second;
  for (let k = 0; k < width; k++) {
    const f = basis[lower + k];
    const g = basis[middle + k];
    const h = basis[upper + k];
    const passed = cosine * g - sine * f;
    basis[lower + k] = sine * g + cosine * f;
    basis[middle + k] = sine2 * h + cosine2 * passed;
    basis[upper + k] = cosine2 * h - sine2 * passed;
  }
}

function ascending(values: Float64Array, vectors: Matrix): Eigen {
  const size = values.length;
  const order = Int32Array.from(values.keys()).sort((i, j) => values[i] - values[j] || i - j);
  const sorted = new Float64Array(size * size);
  for (let k = 0; k < size; k++) {
    const from = order[k] * size;
    sorted.set(vectors.values.subarray(from, from + size), k * size);
  }
  return {
    values: Float64Array.from(order, (k) => values[k]),
    vectors: { rows: size, columns: size, values: sorted },
  };
}
