import type { Matrix } from './matrix.ts';
import { presence } from './presence.ts';

/**
 * Correlation of each pair of symbols over the periods in which both have a return, means and
 * deviations taken over those alone: not what the pairwise covariance divided by each symbol's own
 * deviations would be.
 *
 * @param returns  T periods × N symbols of simple returns, NaN where there is none
 * @returns        N × N, symmetric, ones on the diagonal, within −1…1; 0 between symbols of which
 *                 one does not vary on common periods. It need not be positive semidefinite
 * @see pandas.DataFrame.corr, whose definition this is
 */
export function pairwiseCorrelation(returns: Matrix): Matrix {
  const { rows: periods, columns: size } = returns;
  const present = presence(returns);
  const values = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    values[i * size + i] = 1;
    for (let j = 0; j < i; j++) {
      const common = commonPeriods(present, { i: i * periods, j: j * periods, periods });
      const value = correlation(returns, { i, j, common });
      values[i * size + j] = value;
      values[j * size + i] = value;
    }
  }
  return { rows: size, columns: size, values };
}

function commonPeriods(
  present: Uint8Array,
  { i, j, periods }: { readonly i: number; readonly j: number; readonly periods: number },
): Int32Array {
  const common = new Int32Array(periods);
  let count = 0;
  for (let t = 0; t < periods; t++) {
    if (present[i + t] === 1 && present[j + t] === 1) common[count++] = t;
  }
  return common.subarray(0, count);
}

function correlation(
  { columns: size, values }: Matrix,
  { i, j, common }: { readonly i: number; readonly j: number; readonly common: Int32Array },
): number {
  let meanI = 0;
  let meanJ = 0;
  for (const t of common) {
    meanI += values[t * size + i] / common.length;
    meanJ += values[t * size + j] / common.length;
  }
  let [squaresI, squaresJ, products] = [0, 0, 0];
  for (const t of common) {
    const x = values[t * size + i] - meanI;
    const y = values[t * size + j] - meanJ;
    squaresI += x * x;
    squaresJ += y * y;
    products += x * y;
  }
  const scale = Math.sqrt(squaresI) * Math.sqrt(squaresJ);
  return scale > 0 ? Math.max(-1, Math.min(1, products / scale)) : 0;
}
