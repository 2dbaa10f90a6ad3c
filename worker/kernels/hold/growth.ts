import type { Matrix } from '../algebra/matrix.ts';

/**
 * Growth paths: what one unit of money in each symbol is worth on each day, 1 on the first.
 * One symbol a row, so that a symbol's path is contiguous.
 *
 * @param closes  T+1 days × n symbols of adjusted closes, finite and above 0
 * @returns       n × (T+1)
 */
export function growthPaths(closes: Matrix): Matrix {
  const { rows: days, columns: symbols, values } = closes;
  const growth = new Float64Array(symbols * days);
  for (let i = 0; i < symbols; i++) {
    const first = values[i];
    for (let t = 0; t < days; t++) growth[i * days + t] = values[t * symbols + i] / first;
  }
  return { rows: symbols, columns: days, values: growth };
}
