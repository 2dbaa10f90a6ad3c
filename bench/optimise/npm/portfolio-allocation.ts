import portfolioAllocation from 'portfolio-allocation';
import type { Matrix } from '../../../worker/kernels/algebra/matrix.ts';
import type { Moments } from '../../../worker/kernels/covariances/moments.ts';

/** Long-only weights of the best Sharpe ratio over a rate of 0, by what the package does itself. */
export function allocationMaxSharpe({ mean, covariance }: Moments): Float64Array {
  const weights = portfolioAllocation.maximumSharpeRatioWeights([...mean], rows(covariance), 0);
  return Float64Array.from(weights);
}

/** Long-only weights of the least variance. */
export function allocationMinVolatility({ covariance }: Moments): Float64Array {
  return Float64Array.from(portfolioAllocation.globalMinimumVarianceWeights(rows(covariance)));
}

function rows({ rows: size, values }: Matrix): number[][] {
  return Array.from({ length: size }, (_, i) => [...values.subarray(i * size, (i + 1) * size)]);
}
