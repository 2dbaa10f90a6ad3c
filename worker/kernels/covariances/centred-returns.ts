import type { Matrix } from '../algebra/matrix.ts';

/** Returns turned round, one symbol a row, each less its own mean. */
export interface CentredReturns {
  /** N × T; 0 where a symbol has no return, and throughout where its returns do not vary. */
  readonly centred: Matrix;
  /** Length N: the mean of the returns present, per period; NaN where there is none. */
  readonly means: Float64Array;
  /** Length N: how many returns are present. */
  readonly counts: Int32Array;
}

/** Side of the square tiles that are turned at a time: both sides of it stay in the cache. */
const tile = 32;

/**
 * Centres each symbol's returns on the mean of those present.
 *
 * @param returns  T periods × N symbols of simple returns, NaN where there is none
 */
export function centredReturns(returns: Matrix): CentredReturns {
  const { rows: periods, columns: symbols } = returns;
  const values = turned(returns);
  const means = new Float64Array(symbols);
  const counts = new Int32Array(symbols);
  for (let i = 0; i < symbols; i++) {
    const own = values.subarray(i * periods, (i + 1) * periods);
    const { mean, count } = meanOf(own);
    means[i] = mean;
    counts[i] = count;
    for (let t = 0; t < periods; t++) own[t] = Number.isNaN(own[t]) ? 0 : own[t] - mean;
  }
  return { centred: { rows: symbols, columns: periods, values }, means, counts };
}

function turned({ rows: periods, columns: symbols, values }: Matrix): Float64Array {
  const result = new Float64Array(values.length);
  for (let from = 0; from < periods; from += tile) {
    const to = Math.min(from + tile, periods);
    for (let i = 0; i < symbols; i++) {
      for (let t = from; t < to; t++) result[i * periods + t] = values[t * symbols + i];
    }
  }
  return result;
}

/** Exact where the returns are all the same, so that what does not vary has a variance of 0. */
function meanOf(own: Float64Array): { mean: number; count: number } {
  let sum = 0;
  let count = 0;
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let t = 0; t < own.length; t++) {
    const value = own[t];
    if (Number.isNaN(value)) continue;
    sum += value;
    count += 1;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return { mean: least === most ? least : sum / count, count };
}
