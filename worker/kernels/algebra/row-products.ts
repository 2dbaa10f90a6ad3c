import {
  blockOut,
  blockSize,
  layPanel,
  multiplyBlock,
  panelColumns,
  reserveRows,
  wholeBlocks,
} from './block-products.ts';
import type { Matrix } from './matrix.ts';

/**
 * X·Zᵀ: the inner products of each row of one matrix with each row of another.
 *
 * @param x  k × m
 * @param z  l × m
 * @returns  k × l
 * @throws {RangeError} rows of different lengths
 */
export function rowProducts(x: Matrix, z: Matrix): Matrix {
  if (x.columns !== z.columns) throw new RangeError(`Rows of ${x.columns} and of ${z.columns}.`);
  const result = { rows: x.rows, columns: z.rows, values: new Float64Array(x.rows * z.rows) };
  const before = wholeBlocks(x.rows);
  reserveRows(before + wholeBlocks(z.rows));
  const block = blockOut();
  for (let from = 0; from < x.columns; from += panelColumns) {
    const left = layPanel(x, from, 0);
    const right = layPanel(z, from, before);
    for (let i = 0; i < x.rows; i += blockSize) {
      for (let j = 0; j < z.rows; j += blockSize) {
        multiplyBlock(left, i, right, j);
        addBlock(result, block, i, j);
      }
    }
  }
  return result;
}

/** Adds what of a block lies within the result. */
export function addBlock(
  { rows, columns, values }: Matrix,
  block: Float64Array,
  i: number,
  j: number,
): void {
  const high = Math.min(blockSize, rows - i);
  const wide = Math.min(blockSize, columns - j);
  for (let k = 0; k < high; k++) {
    for (let l = 0; l < wide; l++) {
      values[(i + k) * columns + j + l] += block[blockSize * k + l];
    }
  }
}
