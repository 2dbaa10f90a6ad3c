import { sampleMoments } from '../samples/sample-moments.ts';
import { regressOnBenchmark } from './benchmark-regression.ts';
import { sharpeRatio } from './excess-ratios.ts';

/** Figures of the last periods up to a day; undefined where they do not exist. */
export interface WindowStatistics {
  /** Sample deviation, annualised. */
  readonly volatility: number | undefined;
  /** Over the hurdle, annualised. */
  readonly sharpe: number | undefined;
  readonly beta: number | undefined;
}

/** The series that a rolling figure is taken from. */
export interface RollingSeries {
  /** T returns in excess of a constant hurdle. */
  readonly excess: Float64Array;
  /** T of the benchmark over the same hurdle, NaN where there is none; undefined without any. */
  readonly benchmark: Float64Array | undefined;
  readonly periodsPerYear: number;
}

/**
 * Volatility, Sharpe ratio and beta of one window, afresh: sums that are carried from window to
 * window would gather rounding.
 *
 * @param end     the day after the last of the window: an index of the series
 * @param length  of the window, at least 2; all undefined where the series has fewer before `end`
 */
export function windowStatistics(
  { excess, benchmark, periodsPerYear }: RollingSeries,
  end: number,
  length: number,
): WindowStatistics {
  const start = end - length;
  if (start < 0) return { volatility: undefined, sharpe: undefined, beta: undefined };
  const own = excess.subarray(start, end);
  const moments = sampleMoments(own);
  const other = benchmark?.subarray(start, end);
  const complete = other !== undefined && !other.some(Number.isNaN);
  return {
    volatility: Math.sqrt(periodsPerYear) * moments.deviation,
    sharpe: sharpeRatio(moments, periodsPerYear),
    beta: complete ? regressOnBenchmark(own, other)?.beta : undefined,
  };
}
