import type { WeightBounds } from '../../worker/kernels/quadratic/weight-bounds.ts';
import type { SolveInput } from '../../worker/portfolio/hold/solve.ts';

/** A portfolio and its ratio. */
export interface Ascended {
  readonly weights: Float64Array;
  readonly ratio: number;
}

type Closes = SolveInput['closes'];

/** Halvings of a level that is looked for, and steps of an ascent at most. */
const halvings = 100;
const mostSteps = 300;

/**
 * Climbs to a local maximum of the held ratio by projected gradients, from the definitions of both alone
 * and with no part of any kernel.
 *
 * @param input  over a rate, not over a benchmark
 */
export function ascend(input: SolveInput, start: Float64Array, bounds: WeightBounds): Ascended {
  let step = 0.05;
  let weights = nearestWithin(start, bounds);
  let { ratio, gradient } = ratioAndGradient(input, weights);
  for (let k = 0; k < mostSteps && step > 1e-12; k++) {
    const next = nearestWithin(
      weights.map((weight, i) => weight + step * (gradient[i] ?? 0)),
      bounds,
    );
    const rise = next.reduce(
      (sum, weight, i) => sum + (gradient[i] ?? 0) * (weight - (weights[i] ?? 0)),
      0,
    );
    const there = ratioAndGradient(input, next);
    if (there.ratio > ratio && there.ratio >= ratio + 1e-4 * rise) {
      weights = next;
      ({ ratio, gradient } = there);
      step = Math.min(5, 1.6 * step);
    } else step /= 2;
  }
  return { weights, ratio };
}

/** The nearest weights within bounds that add up to 1, by halving the range of the shift. */
export function nearestWithin(point: Float64Array, { lower, upper }: WeightBounds): Float64Array {
  const shifted = (shift: number): Float64Array =>
    point.map((weight, i) => Math.min(Math.max(weight + shift, lower[i] ?? 0), upper[i] ?? 1));
  let [least, most] = [-1 - Math.max(...point), 1 - Math.min(...point)];
  for (let k = 0; k < halvings; k++) {
    const middle = (least + most) / 2;
    if (shifted(middle).reduce((sum, weight) => sum + weight, 0) < 1) least = middle;
    else most = middle;
  }
  return shifted((least + most) / 2);
}

/** √P·mean/deviation of returns less the rate, and its slopes, reckoned day by day. */
export function ratioAndGradient(
  { closes, hurdle, periodsPerYear }: SolveInput,
  weights: Float64Array,
): { readonly ratio: number; readonly gradient: Float64Array } {
  const rate = 'riskFreePerPeriod' in hurdle ? hurdle.riskFreePerPeriod : 0;
  const value = Float64Array.from({ length: closes.rows }, (_, t) =>
    weights.reduce((sum, weight, i) => sum + weight * grown(closes, t, i), 0),
  );
  const at = (t: number): number => value[t] ?? 0;
  const excess = Array.from({ length: closes.rows - 1 }, (_, t) => at(t + 1) / at(t) - 1 - rate);
  const count = excess.length;
  const mean = excess.reduce((sum, x) => sum + x, 0) / count;
  const deviation = Math.sqrt(excess.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (count - 1));
  const scale = Math.sqrt(periodsPerYear);
  const gradient = weights.map((_, i) =>
    excess.reduce((sum, x, t) => {
      const slope = 1 / (count * deviation) - (mean * (x - mean)) / ((count - 1) * deviation ** 3);
      const own = grown(closes, t + 1, i) - (at(t + 1) / at(t)) * grown(closes, t, i);
      return sum + (scale * slope * own) / at(t);
    }, 0),
  );
  return { ratio: (scale * mean) / deviation, gradient };
}

function grown({ columns, values }: Closes, t: number, i: number): number {
  return (values[t * columns + i] ?? 0) / (values[i] ?? 1);
}
