import { normalDensity, normalQuantile } from '../samples/normal-distribution.ts';
import type { SampleMoments } from '../samples/sample-moments.ts';

/** Losses of one period as shares of the value, above 0 for a loss. */
export interface TailRisk {
  /** The loss that is exceeded with probability 1 − confidence. */
  readonly valueAtRisk: number;
  /** The mean loss in the worst 1 − confidence of all cases; never below `valueAtRisk`. */
  readonly conditionalValueAtRisk: number;
}

/**
 * Tail risk of the sample itself. The quantile is interpolated linearly (type 7 of Hyndman & Fan, as
 * pandas and numpy do); the conditional value is the exact mean of the worst (1 − confidence)·T
 * returns, the last of them counted in part, which is what the minimum of Rockafellar & Uryasev gives.
 *
 * @param returns     at least one
 * @param confidence  between 0.5 and 1
 * @see Rockafellar & Uryasev (2002), J. Banking & Finance 26(7), proposition 8
 */
export function historicalTailRisk(returns: Float64Array, confidence: number): TailRisk {
  const sorted = Float64Array.from(returns).sort();
  const share = 1 - confidence;
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  const quantile = sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  const cases = share * sorted.length;
  const whole = Math.floor(cases);
  let sum = 0;
  for (let i = 0; i < whole; i++) sum += sorted[i];
  const tail = (sum + (cases - whole) * sorted[Math.min(whole, sorted.length - 1)]) / cases;
  return { valueAtRisk: -quantile, conditionalValueAtRisk: -tail };
}

/** Tail risk of the normal distribution that has the sample's mean and deviation. */
export function gaussianTailRisk(moments: SampleMoments, confidence: number): TailRisk {
  const { mean, deviation } = moments;
  const z = normalQuantile(1 - confidence);
  return {
    valueAtRisk: -(mean + deviation * z),
    conditionalValueAtRisk: -mean + (deviation * normalDensity(z)) / (1 - confidence),
  };
}

/**
 * Tail risk by the Cornish–Fisher expansion: the normal quantile z corrected for skewness S and excess
 * kurtosis K, q(z) = z + (z² − 1)S/6 + (z³ − 3z)K/24 − (2z³ − 5z)S²/36, and the mean of that q over
 * the tail in closed form.
 *
 * @returns undefined where the moments do not exist, and where q is no quantile: it does not rise up
 *   to z, or falls below q(z) again, within 8.3 deviations
 * @see Maillard (2012), A User's Guide to the Cornish Fisher Expansion, §2 and §4
 */
export function cornishFisherTailRisk(
  moments: SampleMoments,
  confidence: number,
): TailRisk | undefined {
  const { mean, deviation, skewness: s, excessKurtosis: k } = moments;
  if (s === undefined || k === undefined) return undefined;
  const z = normalQuantile(1 - confidence);
  if (!risesUpTo(z, s, k)) return undefined;
  const factor = 1 + (z * s) / 6 + ((z * z - 1) * k) / 24 - ((2 * z * z - 1) * s * s) / 36;
  const tail = (normalDensity(z) / (1 - confidence)) * factor;
  return {
    valueAtRisk: -(mean + deviation * expansion(z, s, k)),
    conditionalValueAtRisk: -mean + deviation * tail,
  };
}

function expansion(z: number, s: number, k: number): number {
  const cubic = ((z ** 3 - 3 * z) * k) / 24 - ((2 * z ** 3 - 5 * z) * s * s) / 36;
  return z + ((z * z - 1) * s) / 6 + cubic;
}

/** Beyond so many deviations lies less than a double's rounding of the whole probability. */
const far = 8.3;

/** Whether the expansion rises from far out up to z, and never falls below its value there again. */
function risesUpTo(z: number, s: number, k: number): boolean {
  // Its slope is the parabola a·x² + b·x + c.
  const a = k / 8 - (s * s) / 6;
  const b = s / 3;
  const c = 1 - k / 8 + (5 * s * s) / 36;
  const slope = (x: number): number => (a * x + b) * x + c;
  const vertex = -b / (2 * a);
  const steepest = [-far, z, ...(vertex > -far && vertex < z ? [vertex] : [])];
  if (!steepest.every((x) => slope(x) > 0)) return false;
  const root = Math.sqrt(b * b - 4 * a * c);
  const turns = [(-b - root) / (2 * a), (-b + root) / (2 * a)].filter((x) => x > z && x < far);
  const value = expansion(z, s, k);
  return [far, ...turns].every((x) => expansion(x, s, k) >= value);
}
