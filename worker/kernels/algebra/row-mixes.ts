import { rowMix } from './add-rows.ts';
import type { Matrix } from './matrix.ts';
import { rowProducts } from './row-products.ts';

/** Combinations that are reckoned together: neighbours often have the same factors of 0. */
const together = 128;

/** Rows up to which laying out for a product of matrices costs more than it saves. */
const oneByOneUpTo = 64;

/**
 * Many combinations of the rows of a symmetric matrix, S·f for each f: products of matrices, from
 * which rows that none of some neighbouring combinations has are left out.
 *
 * @param matrix   S, n × n
 * @param factors  each of length n
 * @returns        S·f for each, in their order
 */
export function rowMixes(matrix: Matrix, factors: readonly Float64Array[]): Float64Array[] {
  if (matrix.rows <= oneByOneUpTo) return factors.map((own) => rowMix(matrix, own));
  const mixes: Float64Array[] = [];
  for (let from = 0; from < factors.length; from += together) {
    mixes.push(...mixedTogether(matrix, factors.slice(from, from + together)));
  }
  return mixes;
}

function mixedTogether(matrix: Matrix, factors: readonly Float64Array[]): Float64Array[] {
  const { rows: size, values } = matrix;
  const had = rowsHad(size, factors);
  const columns = had.length;
  const mixed = new Float64Array(factors.length * columns);
  for (let k = 0; k < factors.length; k++) {
    for (let j = 0; j < columns; j++) mixed[k * columns + j] = factors[k][had[j]];
  }
  const rows = new Float64Array(size * columns);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < columns; j++) rows[i * columns + j] = values[i * size + had[j]];
  }
  const products = rowProducts(
    { rows: factors.length, columns, values: mixed },
    { rows: size, columns, values: rows },
  );
  return factors.map((_, k) => products.values.subarray(k * size, (k + 1) * size));
}

/** The rows that any combination has. */
function rowsHad(size: number, factors: readonly Float64Array[]): Int32Array {
  const isHad = new Uint8Array(size);
  for (const own of factors) for (let i = 0; i < size; i++) if (own[i] !== 0) isHad[i] = 1;
  return Int32Array.from(isHad.keys()).filter((i) => isHad[i] === 1);
}
