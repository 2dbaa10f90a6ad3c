/** Excess returns regressed on a benchmark's, by least squares. Per period. */
export interface BenchmarkRegression {
  /** The slope: cov(x, y)/var(x). */
  readonly beta: number;
  /** The intercept: Jensen's alpha when both are in excess of the risk-free rate. */
  readonly alpha: number;
  /** Between −1 and 1; undefined when the returns themselves do not vary. */
  readonly correlation: number | undefined;
}

/** A sum of squares below this, a period and squared, is nothing but the rounding of returns. */
const roundingVariance = 1e-24;

/**
 * Regresses returns on those of a benchmark.
 *
 * @param returns    T, in excess of the risk-free rate
 * @param benchmark  T, likewise
 * @returns          undefined for fewer than two, and when the benchmark does not vary
 * @throws {RangeError} the two differ in length
 * @see Jensen (1968), J. Finance 23(2), eq. (8)
 */
export function regressOnBenchmark(
  returns: Float64Array,
  benchmark: Float64Array,
): BenchmarkRegression | undefined {
  const count = returns.length;
  if (benchmark.length !== count) throw new RangeError('returns and benchmark differ in length');
  if (count < 2) return undefined;
  const own = meanOf(returns);
  const other = meanOf(benchmark);
  let ownSquares = 0;
  let otherSquares = 0;
  let products = 0;
  for (let t = 0; t < count; t++) {
    const y = returns[t] - own;
    const x = benchmark[t] - other;
    ownSquares += y * y;
    otherSquares += x * x;
    products += x * y;
  }
  if (!(otherSquares > roundingVariance * count)) return undefined;
  const beta = products / otherSquares;
  const varies = ownSquares > roundingVariance * count;
  // Each root by itself: the product of both sums could overflow.
  const scale = Math.sqrt(ownSquares) * Math.sqrt(otherSquares);
  return {
    beta,
    alpha: own - beta * other,
    correlation: varies ? Math.max(-1, Math.min(1, products / scale)) : undefined,
  };
}

function meanOf(values: Float64Array): number {
  let sum = 0;
  for (let t = 0; t < values.length; t++) sum += values[t];
  return sum / values.length;
}
