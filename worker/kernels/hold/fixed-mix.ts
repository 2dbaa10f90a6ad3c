import type { Moments } from '../covariances/moments.ts';
import { criticalLine } from '../frontier/critical-line.ts';
import { isBelowBestRatio, maximumSharpe } from '../frontier/maximum-sharpe.ts';
import { nonnegativeQuadratic } from '../quadratic/nonnegative-quadratic.ts';
import type { WeightBounds } from '../quadratic/weight-bounds.ts';

/** Added to the diagonal as a share of its mean: makes a singular covariance solvable. */
const ridge = 1e-10;

/**
 * The long-only weights of the best Sharpe ratio when the portfolio is rebalanced to them every
 * period: proportional to the minimiser of ½·yᵀΣy − μᵀy over y ≥ 0. Within bounds the frontier is
 * traced down to them.
 *
 * @param bounds  absent where weights from 0 to 1 are all there is to keep to
 * @returns       length n, summing to 1; undefined when no portfolio has a positive mean excess
 * @see Tütüncü & Cornuejols (2007), Optimization Methods in Finance, §8.2
 */
export function fixedMixWeights(
  { mean, covariance }: Moments,
  bounds?: WeightBounds,
): Float64Array | undefined {
  const size = mean.length;
  const ridged = covariance.values.slice();
  let trace = 0;
  for (let i = 0; i < size; i++) trace += ridged[i * size + i];
  for (let i = 0; i < size; i++) ridged[i * size + i] += (ridge * trace) / size;
  const regular = { mean, covariance: { rows: size, columns: size, values: ridged } };
  if (bounds !== undefined) return boundedMix(regular, bounds);
  const y = nonnegativeQuadratic(regular.covariance, mean);
  let sum = 0;
  for (const value of y) sum += value;
  return sum > 0 && Number.isFinite(sum) ? y.map((value) => value / sum) : undefined;
}

function boundedMix(moments: Moments, bounds: WeightBounds): Float64Array | undefined {
  const line = criticalLine({ ...moments, ...bounds }, (corner) =>
    isBelowBestRatio(moments, 0, corner),
  );
  if (!line.solved) return undefined;
  const best = maximumSharpe({ ...moments, corners: line.corners }, 0);
  return 'point' in best ? best.point.weights : undefined;
}
