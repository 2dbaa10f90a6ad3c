const rootTwoPi = Math.sqrt(2 * Math.PI);

/** From here on the tail's continued fraction is used: it converges fast, the series no longer. */
const tailFrom = 3;
/** At 3 the fraction is exact to the last digit after some 80 terms, further out much sooner. */
const tailTerms = 120;

/** The density φ of the standard normal distribution. */
export function normalDensity(x: number): number {
  return Math.exp(-0.5 * x * x) / rootTwoPi;
}

/**
 * The distribution function Φ of the standard normal distribution, to 1e-15 absolutely and to
 * 1e-13 of itself in the lower tail.
 *
 * @see Marsaglia (2004), Evaluating the normal distribution, J. Statistical Software 11(4), for the
 *   series; Laplace's continued fraction (Abramowitz & Stegun 26.2.14) for the tails
 */
export function normalCdf(x: number): number {
  if (x <= -tailFrom) return upperTail(-x);
  if (x >= tailFrom) return 1 - upperTail(x);
  let term = x;
  let sum = x;
  for (let odd = 3; Math.abs(term) > 1e-17 * Math.abs(sum); odd += 2) {
    term *= (x * x) / odd;
    sum += term;
  }
  return 0.5 + sum * normalDensity(x);
}

function upperTail(x: number): number {
  let fraction = x;
  for (let k = tailTerms; k >= 1; k--) fraction = x + k / fraction;
  return normalDensity(x) / fraction;
}

/**
 * The quantile of the standard normal distribution: Φ⁻¹(p), to 1e-14 of itself.
 *
 * @param p  strictly between 0 and 1; ∓Infinity at the ends, NaN beyond
 * @see Abramowitz & Stegun 26.2.23 for the start (4.5e-4), then two of Halley's steps, which cube it
 */
export function normalQuantile(p: number): number {
  if (p > 0.5) return -normalQuantile(1 - p);
  if (p === 0) return Number.NEGATIVE_INFINITY;
  const t = Math.sqrt(-2 * Math.log(p));
  const numerator = 2.515517 + t * (0.802853 + t * 0.010328);
  const denominator = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308));
  let x = numerator / denominator - t;
  for (let step = 0; step < 2; step++) {
    const error = (normalCdf(x) - p) / normalDensity(x);
    x -= error / (1 + 0.5 * x * error);
  }
  return x;
}
