import type { Matrix } from '../algebra/matrix.ts';

/** How fast a portfolio grew that is brought back to its weights every period. */
export interface LogGrowth {
  /** Mean of log(1 + rₜᵀw), per period. */
  readonly growth: number;
  /** Length n: by how much it rises with each weight, mean of rₜᵢ/(1 + rₜᵀw). */
  readonly slopes: Float64Array;
}

/**
 * Mean log growth and its gradient, straight from their definition and with no part of any solver: the
 * conditions of an optimum are checked by it.
 *
 * @param returns  T × n simple returns per period
 * @param weights  length n, summing to 1
 * @returns        undefined where a period takes everything, or there is none
 * @throws {RangeError} lengths that do not fit
 * @see Kelly (1956), Bell System Technical Journal 35(4)
 */
export function logGrowth(
  { rows, columns, values }: Matrix,
  weights: Float64Array,
): LogGrowth | undefined {
  if (weights.length !== columns) {
    throw new RangeError(`Cannot grow ${columns} symbols by ${weights.length} weights`);
  }
  if (rows === 0) return undefined;
  const slopes = new Float64Array(columns);
  let growth = 0;
  for (let t = 0; t < rows; t++) {
    let gain = 0;
    for (let i = 0; i < columns; i++) gain += values[t * columns + i] * weights[i];
    if (!(gain > -1)) return undefined;
    growth += Math.log1p(gain) / rows;
    const share = 1 / (rows * (1 + gain));
    for (let i = 0; i < columns; i++) slopes[i] += values[t * columns + i] * share;
  }
  return { growth, slopes };
}
