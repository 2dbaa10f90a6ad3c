/** How much of a benchmark's rises and falls a portfolio went along with; 1 is all of it. */
export interface Capture {
  /** Over the periods in which the benchmark rose; undefined when there are none. */
  readonly up: number | undefined;
  /** Over the periods in which the benchmark fell; undefined when there are none. */
  readonly down: number | undefined;
}

/**
 * Up and down capture: the geometric mean return of the portfolio over that of the benchmark, over
 * the periods of either kind.
 *
 * @param returns    T simple returns, above −1
 * @param benchmark  T, likewise
 * @throws {RangeError} the two differ in length
 * @see Morningstar (2016), Upside/Downside Capture Ratio, here on the periods given
 */
export function capture(returns: Float64Array, benchmark: Float64Array): Capture {
  if (benchmark.length !== returns.length) {
    throw new RangeError('returns and benchmark differ in length');
  }
  return { up: captured(returns, benchmark, 1), down: captured(returns, benchmark, -1) };
}

function captured(
  returns: Float64Array,
  benchmark: Float64Array,
  direction: 1 | -1,
): number | undefined {
  let count = 0;
  let own = 0;
  let other = 0;
  for (let t = 0; t < returns.length; t++) {
    if (!(direction * benchmark[t] > 0)) continue;
    count += 1;
    own += Math.log1p(returns[t]);
    other += Math.log1p(benchmark[t]);
  }
  return count === 0 ? undefined : Math.expm1(own / count) / Math.expm1(other / count);
}
