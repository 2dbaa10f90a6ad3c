/** Lengths of blocks for the two kinds of bootstrap, in periods, from 1 on. */
export interface BlockLengths {
  /** The mean length for the stationary bootstrap. */
  readonly stationary: number;
  /** The length for the circular block bootstrap. */
  readonly circular: number;
}

/** Below two standard errors an autocorrelation counts as none. */
const standardErrors = 2;
/** So many autocorrelations in a row have to be none, at least. */
const fewestFlat = 5;

/**
 * The length of blocks that makes the bootstrap's estimate of the variance of a mean as exact as can
 * be, from the series itself: b = (2G²/D)^⅓·T^⅓ with G = Σ λ(k/M)·|k|·R(k), R(k) the autocovariances,
 * λ the flat-top window, D = 2g² (stationary) or 4g²/3 (circular) and g = Σ λ(k/M)·R(k). M is twice
 * the lag from which on max(5, ⌈log₁₀T⌉) autocorrelations in a row are below 2·√(log₁₀T/T). At most
 * min(3√T, T/3), rounded up; 1 where the series never moves.
 *
 * @param series  T values, at least 2
 * @throws {RangeError} fewer than 2 values
 * @see Politis & White (2004), Econometric Reviews 23(1), §3.2
 * @see Patton, Politis & White (2009), Econometric Reviews 28(4): the corrected D
 */
export function blockLengths(series: Float64Array): BlockLengths {
  const count = series.length;
  if (count < 2) throw new RangeError('a block length needs at least two values');
  const flat = Math.max(fewestFlat, Math.ceil(Math.log10(count)));
  const most = Math.min(count - 1, Math.ceil(Math.sqrt(count)) + flat);
  const covariances = autocovariances(series, most);
  if (!(covariances[0] > 0)) return { stationary: 1, circular: 1 };
  const span = Math.min(2 * Math.max(1, lastLag(covariances, flat, count)), most);
  let slope = 0;
  let spectrum = covariances[0];
  for (let lag = 1; lag <= span; lag++) {
    const share = lag / span;
    const smoothed = 2 * (share <= 0.5 ? 1 : 2 * (1 - share)) * covariances[lag];
    slope += smoothed * lag;
    spectrum += smoothed;
  }
  const longest = Math.ceil(Math.min(3 * Math.sqrt(count), count / 3));
  const length = (variance: number): number => {
    const best = Math.cbrt(((2 * slope * slope) / variance) * count);
    // Without a spectrum at 0 the quotient says nothing: the series undoes its own steps.
    return spectrum === 0 ? 1 : Math.min(longest, Math.max(1, best));
  };
  const squared = spectrum * spectrum;
  return { stationary: length(2 * squared), circular: length((4 / 3) * squared) };
}

/** R(0) … R(lags), divisor T; R(0) is 0 where nothing moves but by rounding. */
function autocovariances(series: Float64Array, lags: number): Float64Array {
  const count = series.length;
  let sum = 0;
  for (let t = 0; t < count; t++) sum += series[t];
  const mean = sum / count;
  const found = new Float64Array(lags + 1);
  for (let lag = 0; lag <= lags; lag++) {
    let products = 0;
    for (let t = lag; t < count; t++) products += (series[t] - mean) * (series[t - lag] - mean);
    found[lag] = products / count;
  }
  if (Math.sqrt(found[0]) <= 1e-12 * Math.abs(mean)) found[0] = 0;
  return found;
}

/** The smallest lag after which `flat` autocorrelations in a row are none; the last looked at where none is. */
function lastLag(covariances: Float64Array, flat: number, count: number): number {
  const bound = standardErrors * Math.sqrt(Math.log10(count) / count) * covariances[0];
  let quiet = 0;
  for (let lag = 1; lag < covariances.length; lag++) {
    quiet = Math.abs(covariances[lag]) < bound ? quiet + 1 : 0;
    if (quiet === flat) return lag - flat;
  }
  return covariances.length - 1;
}
