import type { Matrix } from '../algebra/matrix.ts';

/**
 * A symbol whose variance is at or below this share of the largest one has none: a volatility of
 * 1e-12 of the largest, well above the rounding of returns that are all the same.
 */
const relativeZero = 1e-24;

/**
 * The symbols without variance, such as cash or a halted stock: ascending indices.
 *
 * @param covariance  n × n, of any period
 */
export function unvaryingSymbols({ rows: size, values }: Matrix): Int32Array {
  let largest = 0;
  for (let i = 0; i < size; i++) largest = Math.max(largest, values[i * (size + 1)]);
  return Int32Array.from(Array(size).keys()).filter(
    (i) => !(values[i * (size + 1)] > relativeZero * largest),
  );
}

/**
 * The volatilities σ_i = √Σ_ii.
 *
 * @param covariance  n × n, of any period
 * @returns           length n; exactly 0 for {@link unvaryingSymbols}
 */
export function volatilities(covariance: Matrix): Float64Array {
  const { rows: size, values } = covariance;
  const result = new Float64Array(size);
  for (let i = 0; i < size; i++) result[i] = Math.sqrt(Math.max(0, values[i * (size + 1)]));
  for (const i of unvaryingSymbols(covariance)) result[i] = 0;
  return result;
}
