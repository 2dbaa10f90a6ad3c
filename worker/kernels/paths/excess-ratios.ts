import type { SampleMoments } from '../samples/sample-moments.ts';

/** A downside deviation below this is nothing but the rounding of returns. */
const roundingDeviation = 1e-12;

/**
 * The Sharpe ratio of excess returns, annualised: √periodsPerYear · mean / sample deviation.
 *
 * @returns undefined when the returns do not vary
 * @see Sharpe (1994), The Journal of Portfolio Management 21(1)
 */
export function sharpeRatio(
  { mean, deviation }: SampleMoments,
  periodsPerYear: number,
): number | undefined {
  return deviation === 0 ? undefined : (Math.sqrt(periodsPerYear) * mean) / deviation;
}

/**
 * The Sortino ratio of excess returns, annualised: √periodsPerYear · mean / downside deviation, which
 * is the root of the mean, over all returns, of the squares of those below 0.
 *
 * @param excess  T ≥ 1 returns over the hurdle
 * @returns       undefined when none is below 0
 * @see Sortino & Price (1994), The Journal of Investing 3(3)
 */
export function sortinoRatio(excess: Float64Array, periodsPerYear: number): number | undefined {
  let sum = 0;
  let squares = 0;
  for (let t = 0; t < excess.length; t++) {
    sum += excess[t];
    if (excess[t] < 0) squares += excess[t] * excess[t];
  }
  const downside = Math.sqrt(squares / excess.length);
  if (!(downside > roundingDeviation)) return undefined;
  return (Math.sqrt(periodsPerYear) * sum) / excess.length / downside;
}
