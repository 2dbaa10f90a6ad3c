import type { Matrix } from '../algebra/matrix.ts';

/**
 * Compound annual growth of each symbol over the periods in which it has a return:
 * (Π(1 + r))^(periodsPerYear/count) − 1.
 *
 * @param returns         T periods × N symbols of simple returns ≥ −1, NaN where there is none
 * @param periodsPerYear  such as 252
 * @returns               length N, effective per year; NaN for a symbol without returns
 */
export function geometricMean(returns: Matrix, periodsPerYear: number): Float64Array {
  const { rows: periods, columns: symbols, values } = returns;
  const result = new Float64Array(symbols);
  for (let i = 0; i < symbols; i++) {
    // Logarithms, for the product of many returns may leave the range of a double.
    let logGrowth = 0;
    let count = 0;
    for (let t = 0; t < periods; t++) {
      const value = values[t * symbols + i];
      if (Number.isNaN(value)) continue;
      logGrowth += Math.log1p(value);
      count += 1;
    }
    result[i] = Math.expm1((logGrowth * periodsPerYear) / count);
  }
  return result;
}
