/** The first four moments of a sample. */
export interface SampleMoments {
  readonly count: number;
  readonly mean: number;
  /** Sample standard deviation (divisor count − 1); exactly 0 when the values hardly vary. */
  readonly deviation: number;
  /** g₁ = m₃/m₂^1.5 with central moments over the count; undefined without deviation. */
  readonly skewness: number | undefined;
  /** g₂ = m₄/m₂² − 3, likewise; 0 for a normal distribution. */
  readonly excessKurtosis: number | undefined;
}

/** A deviation below this share of 1 and of the mean is nothing but the rounding of returns. */
const roundingDeviation = 1e-12;

/**
 * Mean, sample deviation, skewness and excess kurtosis by two passes.
 *
 * g₁ and g₂ are the plain moment ratios (scipy's `skew` and `kurtosis`), not pandas' adjusted ones:
 * the sampling error of a Sharpe ratio and the Cornish–Fisher expansion are stated in them.
 *
 * @throws {RangeError} fewer than two values
 * @see Joanes & Gill (1998), The Statistician 47(1), for the estimators
 */
export function sampleMoments(values: Float64Array): SampleMoments {
  const count = values.length;
  if (count < 2) throw new RangeError('moments need at least two values');
  let sum = 0;
  for (let t = 0; t < count; t++) sum += values[t];
  const mean = sum / count;
  let squares = 0;
  let cubes = 0;
  let fourths = 0;
  for (let t = 0; t < count; t++) {
    const centred = values[t] - mean;
    const square = centred * centred;
    squares += square;
    cubes += square * centred;
    fourths += square * square;
  }
  const deviation = Math.sqrt(squares / (count - 1));
  if (!(deviation > roundingDeviation * Math.max(1, Math.abs(mean)))) {
    return { count, mean, deviation: 0, skewness: undefined, excessKurtosis: undefined };
  }
  const variance = squares / count;
  return {
    count,
    mean,
    deviation,
    skewness: cubes / count / variance ** 1.5,
    excessKurtosis: fourths / count / (variance * variance) - 3,
  };
}
