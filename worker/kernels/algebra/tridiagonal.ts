import type { Matrix } from './matrix.ts';
import { mirrored } from './mirrored.ts';

/** A symmetric matrix as Q·T·Qᵀ with T tridiagonal. */
export interface Tridiagonal {
  /** Length n: the diagonal of T. */
  readonly diagonal: Float64Array;
  /** Length n: entry i of T's other diagonal stands between rows i and i + 1; the last is 0. */
  readonly beside: Float64Array;
  /** Qᵀ, n × n, row-major. */
  readonly basis: Float64Array;
}

/**
 * Householder's reduction: each reflection clears one column below the first subdiagonal.
 *
 * @param matrix  n × n, symmetric; only the lower triangle is read
 * @see Golub & Van Loan (2013), Matrix Computations, algorithm 8.3.1
 */
export function tridiagonalised(matrix: Matrix): Tridiagonal {
  const size = matrix.rows;
  const a = fullCopy(matrix);
  const beside = new Float64Array(size);
  // Row k of the copy is free once column k is done: it keeps the reflection's vector.
  const strengths = new Float64Array(size);
  const buffers = [new Float64Array(size), new Float64Array(size)];
  let update: Update = { k: -1, w: buffers[1] };
  for (let k = 0; k < size - 1; k++) {
    updateRow({ a, size }, k, update);
    const reflection = reflect(a.subarray(k * size + k + 1, (k + 1) * size));
    beside[k] = reflection.head;
    strengths[k] = reflection.strength;
    const w = updatedProduct({ a, size, k, product: buffers[k % 2] }, update);
    completeUpdate({ a, size, k, product: w }, reflection.strength);
    update = { k, w };
  }
  updateRow({ a, size }, size - 1, update);
  const diagonal = Float64Array.from({ length: size }, (_, k) => a[k * size + k]);
  return { diagonal, beside, basis: transposed(accumulated(a, strengths), size) };
}

function fullCopy(matrix: Matrix): Float64Array {
  return mirrored({ ...matrix, values: matrix.values.slice() }).values;
}

/**
 * Overwrites x with v, so that (I − strength·v·vᵀ)·x has nothing but its head, of the sign that
 * cancels nothing.
 */
function reflect(x: Float64Array): { readonly head: number; readonly strength: number } {
  let largest = 0;
  for (let i = 1; i < x.length; i++) largest = Math.max(largest, Math.abs(x[i]));
  if (largest === 0) return { head: x[0], strength: 0 };
  // Scaled, so that no square leaves the range of a double.
  largest = Math.max(largest, Math.abs(x[0]));
  let squares = 0;
  for (let i = 0; i < x.length; i++) {
    x[i] /= largest;
    squares += x[i] * x[i];
  }
  const norm = x[0] > 0 ? -Math.sqrt(squares) : Math.sqrt(squares);
  const strength = 1 / (squares - x[0] * norm);
  x[0] -= norm;
  return { head: norm * largest, strength };
}

interface Trailing {
  readonly a: Float64Array;
  readonly size: number;
  /** The column being cleared; its reflection's vector stands in row k. */
  readonly k: number;
  /** Room for n numbers. */
  readonly product: Float64Array;
}

/** A − v·wᵀ − w·vᵀ, due on the rows below k; v stands in row k; nothing is due before row 0. */
interface Update {
  readonly k: number;
  readonly w: Float64Array;
}

function updateRow(
  { a, size }: Pick<Trailing, 'a' | 'size'>,
  i: number,
  { k: last, w }: Update,
): void {
  if (last < 0) return;
  const v = last * size;
  const row = i * size;
  const vi = a[v + i];
  const wi = w[i];
  for (let j = i; j < size; j++) a[row + j] -= vi * w[j] + wi * a[v + j];
}

/**
 * Brings the rows below k up to date and multiplies them by the vector in row k, in one pass: the
 * matrix goes through the cache once a reflection.
 */
function updatedProduct({ a, size, k, product }: Trailing, { k: last, w }: Update): Float64Array {
  const v = k * size;
  const before = Math.max(0, last) * size;
  for (let i = k + 1; i < size; i++) {
    const row = i * size;
    const vi = last < 0 ? 0 : a[before + i];
    const wi = w[i];
    let sum = 0;
    for (let j = k + 1; j < size; j++) {
      const value = a[row + j] - (vi * w[j] + wi * a[before + j]);
      a[row + j] = value;
      sum += value * a[v + j];
    }
    product[i] = sum;
  }
  return product;
}

/** Turns A·v into the w of A − v·wᵀ − w·vᵀ = H·A·H. */
function completeUpdate({ a, size, k, product: w }: Trailing, strength: number): void {
  const v = k * size;
  let inner = 0;
  for (let i = k + 1; i < size; i++) {
    w[i] *= strength;
    inner += w[i] * a[v + i];
  }
  const half = (strength * inner) / 2;
  for (let i = k + 1; i < size; i++) w[i] -= half * a[v + i];
}

/** The product of the reflections, Q, from the last to the first. */
function accumulated(a: Float64Array, strengths: Float64Array): Float64Array {
  const size = strengths.length;
  const q = new Float64Array(size * size);
  const sums = new Float64Array(size);
  for (let i = 0; i < size; i++) q[i * size + i] = 1;
  for (let k = size - 2; k >= 0; k--) {
    if (strengths[k] === 0) continue;
    reflectRows({ a, size, k, product: sums }, q, strengths[k]);
  }
  return q;
}

/** Q ← H·Q on rows and columns from k + 1 on; the others are still those of the identity. */
function reflectRows(
  { a, size, k, product: sums }: Trailing,
  q: Float64Array,
  strength: number,
): void {
  sums.fill(0);
  for (let i = k + 1; i < size; i++) {
    const vi = a[k * size + i];
    const row = i * size;
    for (let j = k + 1; j < size; j++) sums[j] += vi * q[row + j];
  }
  for (let i = k + 1; i < size; i++) {
    const vi = strength * a[k * size + i];
    const row = i * size;
    for (let j = k + 1; j < size; j++) q[row + j] -= vi * sums[j];
  }
}

function transposed(values: Float64Array, size: number): Float64Array {
  const result = new Float64Array(values.length);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) result[j * size + i] = values[i * size + j];
  }
  return result;
}
