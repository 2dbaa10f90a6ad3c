import { arithmeticMean } from '../../worker/kernels/arithmetic-mean.ts';
import type { Moments } from '../../worker/kernels/moments.ts';
import { sampleCovariance } from '../../worker/kernels/sample-covariance.ts';
import { simpleReturnsOf } from '../../worker/portfolio/panel-returns.ts';
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
