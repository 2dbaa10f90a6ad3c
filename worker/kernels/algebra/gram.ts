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
import { mirrored } from './mirrored.ts';
import { addBlock } from './row-products.ts';

/**
 * X·Xᵀ: the inner products of all pairs of rows, each reckoned once.
 *
 * @param x  k × m
 * @returns  k × k, symmetric
 */
export function gram(x: Matrix): Matrix {
  const size = x.rows;
  const result = { rows: size, columns: size, values: new Float64Array(size * size) };
  reserveRows(wholeBlocks(size));
  const block = blockOut();
  for (let from = 0; from < x.columns; from += panelColumns) {
    const panel = layPanel(x, from, 0);
    for (let i = 0; i < size; i += blockSize) {
      for (let j = 0; j <= i; j += blockSize) {
        multiplyBlock(panel, i, panel, j);
        addBlock(result, block, i, j);
      }
    }
  }
  return mirrored(result);
}
