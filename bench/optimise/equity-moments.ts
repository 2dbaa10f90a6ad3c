import type { Moments } from '../../worker/kernels/covariances/moments.ts';
import { sampleCovariance } from '../../worker/kernels/covariances/sample-covariance.ts';
import { arithmeticMean } from '../../worker/kernels/means/arithmetic-mean.ts';
import { simpleReturnsOf } from '../../worker/portfolio/window/panel-returns.ts';
import { equityCloses } from './equity-market.ts';

/** Mean and covariance, a year, of a simulated market. */
export function equityMoments(symbols: number, days: number): Moments {
  const returns = simpleReturnsOf(equityCloses(1, { days, symbols }));
  const { values, ...shape } = sampleCovariance(returns);
  return {
    mean: arithmeticMean(returns, 252),
    covariance: { ...shape, values: values.map((value) => value * 252) },
  };
}
