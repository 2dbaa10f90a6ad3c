import { regressOnBenchmark } from '../../kernels/paths/benchmark-regression.ts';
import { capture } from '../../kernels/paths/capture.ts';
import { sharpeRatio } from '../../kernels/paths/excess-ratios.ts';
import { sampleMoments } from '../../kernels/samples/sample-moments.ts';
import type { Absences } from '../window/absences.ts';
import { probabilisticSharpeOf } from './probabilistic-sharpe-of.ts';

/** Returns of a portfolio beside those of a benchmark. */
export interface PairedReturns {
  /** T returns of the portfolio. */
  readonly returns: Float64Array;
  /** T of the benchmark; NaN where it has no close on the day or the day before. */
  readonly benchmark: Float64Array;
  readonly riskFreePerPeriod: number;
  readonly confidence: number;
  readonly periodsPerYear: number;
}

const place = 'against_benchmark';

/**
 * Every figure that compares a portfolio with its benchmark, over the days that both have; null when
 * there are fewer than 2 of these.
 */
export function againstBenchmark(
  paired: PairedReturns,
  absences: Absences,
): Readonly<Record<string, unknown>> | null {
  const { riskFreePerPeriod: hurdle, periodsPerYear } = paired;
  const has = (_: number, t: number): boolean => !Number.isNaN(paired.benchmark[t]);
  const returns = paired.returns.filter(has);
  const benchmark = paired.benchmark.filter(has);
  if (returns.length < 2) {
    return absences.note(place, 'fewer than 2 returns can be compared with the benchmark');
  }
  const active = sampleMoments(returns.map((value, t) => value - (benchmark[t] ?? Number.NaN)));
  const over = (values: Float64Array): Float64Array => values.map((value) => value - hurdle);
  const line = regressOnBenchmark(over(returns), over(benchmark));
  const { up, down } = capture(returns, benchmark);
  const named = (value: number | undefined, name: string, reason: string): number | null =>
    absences.figure(value, `${place}.${name}`, reason);
  const ratio = sharpeRatio(active, periodsPerYear);
  const correlation = line?.correlation;
  const [flat, still] = ['the benchmark never moves', 'portfolio or benchmark never moves'];
  const alike = 'the portfolio never moves against the benchmark';
  return {
    returns: returns.length,
    beta: named(line?.beta, 'beta', flat),
    alpha: named(line && periodsPerYear * line.alpha, 'alpha', flat),
    correlation: named(correlation, 'correlation', still),
    r_squared: named(correlation && correlation ** 2, 'r_squared', still),
    tracking_error: Math.sqrt(periodsPerYear) * active.deviation,
    // The ratio over the benchmark and the information ratio are one figure under two names.
    sharpe_ratio: named(ratio, 'sharpe_ratio', alike),
    information_ratio: named(ratio, 'information_ratio', alike),
    up_capture: named(up, 'up_capture', 'the benchmark never rises'),
    down_capture: named(down, 'down_capture', 'the benchmark never falls'),
    probabilistic_sharpe: probabilisticSharpeOf(active, paired, { place, absences }),
  };
}
