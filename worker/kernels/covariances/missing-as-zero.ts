import type { Matrix } from '../algebra/matrix.ts';

/**
 * The returns with 0 where there is none, as the shrinkage estimators take them: a symbol that did
 * not trade did not move. Understates the risk of symbols with short histories.
 */
export function missingAsZero({ rows, columns, values }: Matrix): Matrix {
  return { rows, columns, values: values.map((value) => (Number.isNaN(value) ? 0 : value)) };
}
