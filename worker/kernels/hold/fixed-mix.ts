import type { Moments } from '../covariances/moments.ts';
import { nonnegativeQuadratic } from '../quadratic/nonnegative-quadratic.ts';

/** Added to the diagonal as a share of its mean: makes a singular covariance solvable. */
const ridge = 1e-10;

/**
 * The long-only weights of the best Sharpe ratio when the portfolio is rebalanced to them every
 * period: proportional to the minimiser of ½·yᵀΣy − μᵀy over y ≥ 0.
 *
 * @returns  length n, summing to 1; undefined when no symbol has a positive mean excess
 * @see Tütüncü & Cornuejols (2007), Optimization Methods in Finance, §8.2
 */
export function fixedMixWeights({ mean, covariance }: Moments): Float64Array | undefined {
  const size = mean.length;
  const ridged = covariance.values.slice();
  let trace = 0;
  for (let i = 0; i < size; i++) trace += ridged[i * size + i];
  for (let i = 0; i < size; i++) ridged[i * size + i] += (ridge * trace) / size;
  const y = nonnegativeQuadratic({ rows: size, columns: size, values: ridged }, mean);
  let sum = 0;
  for (const value of y) sum += value;
  return sum > 0 && Number.isFinite(sum) ? y.map((value) => value / sum) : undefined;
}
