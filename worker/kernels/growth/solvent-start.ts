import { dot } from '../algebra/dot.ts';
import { gram } from '../algebra/gram.ts';
import type { Matrix } from '../algebra/matrix.ts';
import { product } from '../algebra/quadratic-form.ts';
import { boundedQuadratic } from '../quadratic/bounded-quadratic.ts';
import type { WeightBounds } from '../quadratic/weight-bounds.ts';
import { mixedPath } from './symbol-paths.ts';

/** Shares of its value that a portfolio is to keep in every period, tried in turn. */
const margins = [0.1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8];

/** Of the mean square of returns: what holds a step near to where it starts. */
const proximity = 1e-9;

const maxSteps = 60;
const shortest = 1e-10;

/**
 * Weights that never lose everything in a period: 1 + rₜᵀw > 0 throughout. Where the start is none,
 * Newton's method on Σ max(0, margin − 1 − rₜᵀw)², whose minimum is 0 where all periods keep the margin.
 *
 * @param paths  n × T simple returns per period
 * @param start  length n, within the bounds, summing to 1
 * @returns      undefined when no weights within the bounds keep 1e-8 of their value in every period
 */
export function solventStart(
  paths: Matrix,
  bounds: WeightBounds,
  start: Float64Array,
): Float64Array | undefined {
  let weights = start;
  for (const margin of margins) {
    if (leastFactor(paths, weights) > 0) return weights;
    weights = nearest({ paths, bounds, margin }, weights);
  }
  return leastFactor(paths, weights) > 0 ? weights : undefined;
}

function leastFactor(paths: Matrix, weights: Float64Array): number {
  let least = Number.POSITIVE_INFINITY;
  for (const gain of mixedPath(paths, weights)) least = Math.min(least, 1 + gain);
  return least;
}

interface Search {
  readonly paths: Matrix;
  readonly bounds: WeightBounds;
  readonly margin: number;
}

/** Descends until every period keeps half of the margin, or nothing more is won. */
function nearest(search: Search, start: Float64Array): Float64Array {
  const { paths, margin } = search;
  let weights = start;
  for (let step = 0; step < maxSteps; step++) {
    // Below 0 where a period keeps more than the margin.
    const missing = mixedPath(paths, weights).map((gain) => margin - 1 - gain);
    if (missing.every((one) => one <= margin / 2)) return weights;
    const target = newtonTarget(search, weights, missing);
    if (target === undefined) return weights;
    const from = weights;
    const change = target.map((value, i) => value - from[i]);
    const length = stepLength(missing, mixedPath(paths, change));
    if (length === 0) return weights;
    weights = length === 1 ? target : change.map((value, i) => from[i] + length * value);
  }
  return weights;
}

/** The minimiser of a quadratic model: only periods that miss the margin bend it. */
function newtonTarget(
  { paths, bounds }: Search,
  weights: Float64Array,
  missing: Float64Array,
): Float64Array | undefined {
  const { rows: size, columns: periods, values } = paths;
  const counted = values.map((value, k) => (missing[k % periods] > 0 ? value : 0));
  const quadratic = gram({ ...paths, values: counted });
  const all = { left: values, leftStart: 0, right: values, rightStart: 0 };
  const hold = (proximity * dot(all, values.length)) / size;
  for (let i = 0; i < size; i++) quadratic.values[i * (size + 1)] += hold;
  const linear = product(quadratic, weights).map(
    (pull, i) =>
      pull + dot({ left: counted, leftStart: i * periods, right: missing, rightStart: 0 }, periods),
  );
  const found = boundedQuadratic({ ...bounds, quadratic, linear });
  return found.solved ? found.weights : undefined;
}

/** Halved until the sum of squares falls; 0 where it does not. */
function stepLength(missing: Float64Array, gains: Float64Array): number {
  const before = squaresAfter(missing, gains, 0);
  for (let length = 1; length > shortest; length /= 2) {
    if (squaresAfter(missing, gains, length) < before * (1 - 1e-4 * length)) return length;
  }
  return 0;
}

function squaresAfter(missing: Float64Array, gains: Float64Array, length: number): number {
  let sum = 0;
  for (let t = 0; t < missing.length; t++) {
    sum += Math.max(0, missing[t] - length * gains[t]) ** 2;
  }
  return sum;
}
