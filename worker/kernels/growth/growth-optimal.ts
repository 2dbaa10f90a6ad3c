import { dot } from '../algebra/dot.ts';
import { gram } from '../algebra/gram.ts';
import type { Matrix } from '../algebra/matrix.ts';
import { boundedQuadratic } from '../quadratic/bounded-quadratic.ts';
import { feasibleStart } from '../quadratic/feasible-start.ts';
import type { KinkedProblem } from '../quadratic/kinked-problem.ts';
import { type BoundsFault, boundsFault, type WeightBounds } from '../quadratic/weight-bounds.ts';
import { solventWithin } from './solvent-within.ts';
import { mixedPath, symbolPaths } from './symbol-paths.ts';
import { workingSet } from './working-set.ts';

/** Maximise mean log(1 + rₜᵀw) − γ·wᵀw over lower ≤ w ≤ upper with Σw = 1. */
export interface GrowthProblem extends WeightBounds {
  /** T × n simple returns per period, finite; T ≥ 1. */
  readonly returns: Matrix;
  /** γ, per period; 0 by default. */
  readonly l2?: number;
}

/** The growth-optimal weights, or why there are none. */
export type GrowthOptimum =
  | {
      readonly solved: true;
      readonly weights: Float64Array;
      /** Newton steps taken. */
      readonly steps: number;
    }
  /** Every portfolio within the bounds loses everything in some period. */
  | { readonly solved: false; readonly reason: 'ruined' }
  /** For want of bounds some growth can be had for nothing, and ever more of it. */
  | { readonly solved: false; readonly reason: 'unbounded' }
  | ({ readonly solved: false } & BoundsFault);

const maxSteps = 100;
/** Of the way to where a period would take everything: how far a step may go. */
const toRuin = 0.95;
/** Armijo's share of the growth that the slope promises. */
const sufficient = 1e-4;
/**
 * While no period loses a larger share by it, a whole step raises the growth by a third of what is
 * promised at least: log(1 + m) ≥ m − 0.63·m² for m ≥ −0.3. No rounding can then mislead.
 */
const safeLoss = 0.3;
/** Growth promised per period: below the first rounding may have a hand in it; at the second all is done. */
const [unseen, done] = [1e-22, 1e-27];
/** Symbols at a bound that are looked at in one step: bounds the size of the Hessian. */
const mostTried = 60;
/** Weights past this size run away. */
const runaway = 1e9;

/**
 * The weights of the fastest growth, restored every period, by Newton's method: the maximiser of the
 * quadratic model within the bounds, found by an active set, then a step towards it that leaves every
 * period something and raises the growth. Of many symbols at a bound, the most promising are looked at. Where several weights are as good, one is found.
 *
 * @throws {RangeError} lengths that do not fit
 * @see Kelly (1956), Bell System Technical Journal 35(4); Nocedal & Wright (2006), Numerical
 *      Optimization, §18.1
 */
export function growthOptimal(problem: GrowthProblem): GrowthOptimum {
  const { returns, lower, upper } = problem;
  const size = returns.columns;
  if (lower.length !== size || upper.length !== size || size === 0 || returns.rows === 0) {
    throw new RangeError(
      `Cannot grow ${returns.rows} × ${size} returns within ${lower.length} and ${upper.length} bounds`,
    );
  }
  const fault = boundsFault(problem);
  if (fault !== undefined) return { solved: false, ...fault };
  const paths = symbolPaths(returns);
  const { weights } = feasibleStart(problem, 1, byMean(paths));
  const start = solventWithin(returns, boxed(problem), weights);
  if (start === undefined) return { solved: false, reason: 'ruined' };
  return ascend({ ...problem, paths }, start);
}

/** The bounds and a sum of 1, with nothing to be made small. */
function boxed({ lower, upper }: WeightBounds): KinkedProblem {
  const size = lower.length;
  const nothing = new Float64Array(size);
  const one = Float64Array.of(1);
  const sum = { rows: 1, columns: size, values: new Float64Array(size).fill(1) };
  return {
    lower,
    upper,
    linear: nothing,
    quadratic: { rows: size, columns: size, values: new Float64Array(size * size) },
    rows: { matrix: sum, lower: one, upper: one },
    cost: { origin: nothing, rates: nothing },
    limits: [],
  };
}

/** Symbols in order of their mean, the highest first. */
function byMean({ rows: size, columns: periods, values }: Matrix): Int32Array {
  const sums = new Float64Array(size);
  for (let k = 0; k < values.length; k++) sums[Math.floor(k / periods)] += values[k];
  return Int32Array.from(sums.keys()).sort((i, j) => sums[j] - sums[i] || i - j);
}

interface Ascent extends GrowthProblem {
  /** n × T. */
  readonly paths: Matrix;
}

function ascend(ascent: Ascent, start: Float64Array): GrowthOptimum {
  let weights = start;
  let promisedBefore = Number.POSITIVE_INFINITY;
  for (let steps = 0; steps < maxSteps; steps++) {
    const point = pointAt(ascent, weights);
    const step = newtonStep(ascent, point);
    if (step === undefined) return { solved: false, reason: 'unbounded' };
    const { promised } = step;
    // Once near, a step that promises no less than the one before means that rounding is reached.
    if (!(promised > done) || (promised < unseen && promised > promisedBefore / 4)) {
      return { solved: true, weights, steps };
    }
    promisedBefore = promised;
    weights = moved(ascent, {
      weights,
      change: step.change,
      length: stepLength(ascent, point, step),
    });
    if (weights.some((weight) => !(Math.abs(weight) < runaway))) {
      return { solved: false, reason: 'unbounded' };
    }
  }
  return { solved: true, weights, steps: maxSteps };
}

/** Weights, what each period leaves of the value, and how steep the objective is. */
interface GrowthPoint {
  readonly weights: Float64Array;
  /** Length T: 1 + rₜᵀw. */
  readonly factors: Float64Array;
  /** Length n. */
  readonly slopes: Float64Array;
}

function pointAt({ paths, l2 = 0 }: Ascent, weights: Float64Array): GrowthPoint {
  const { columns: periods, values } = paths;
  const factors = mixedPath(paths, weights).map((gain) => 1 + gain);
  const shares = factors.map((factor) => 1 / (periods * factor));
  const slopes = weights.map(
    (weight, i) =>
      dot({ left: values, leftStart: i * periods, right: shares, rightStart: 0 }, periods) -
      2 * l2 * weight,
  );
  return { weights, factors, slopes };
}

interface Step {
  /** Length n, adding up to 0. */
  readonly change: Float64Array;
  /** What the slope promises of the whole of it: growth per period. */
  readonly promised: number;
}

/** The change that is best by the quadratic model; undefined where it has no end. */
function newtonStep(ascent: Ascent, point: GrowthPoint): Step | undefined {
  const { lower, upper } = ascent;
  const { weights, slopes } = point;
  const members = workingSet({ lower, upper, weights, slopes }, mostTried);
  const found = boundedQuadratic({
    quadratic: curvature(ascent, point, members),
    linear: Float64Array.from(members, (i) => slopes[i]),
    lower: Float64Array.from(members, (i) => lower[i] - weights[i]),
    upper: Float64Array.from(members, (i) => upper[i] - weights[i]),
    budget: 0,
  });
  if (!found.solved) return undefined;
  const change = new Float64Array(weights.length);
  for (const [k, i] of members.entries()) change[i] = found.weights[k];
  return { change, promised: promiseOf(change, slopes) };
}

/** Minus the Hessian, on the members: mean of rₜrₜᵀ/(1 + rₜᵀw)², and 2γ. */
function curvature(
  { paths, l2 = 0 }: Ascent,
  { factors }: GrowthPoint,
  members: Int32Array,
): Matrix {
  const { columns: periods, values } = paths;
  const scale = factors.map((factor) => 1 / (Math.sqrt(periods) * factor));
  const scaled = new Float64Array(members.length * periods);
  for (const [k, i] of members.entries()) {
    for (let t = 0; t < periods; t++) scaled[k * periods + t] = values[i * periods + t] * scale[t];
  }
  const products = gram({ rows: members.length, columns: periods, values: scaled });
  for (let k = 0; k < members.length; k++) products.values[k * (members.length + 1)] += 2 * l2;
  return products;
}

/** Changes add up to 0 but for rounding, which a level that all slopes share would make much of. */
function promiseOf(change: Float64Array, slopes: Float64Array): number {
  let [level, size] = [0, 0];
  for (let i = 0; i < slopes.length; i++) {
    level += slopes[i] * Math.abs(change[i]);
    size += Math.abs(change[i]);
  }
  if (size > 0) level /= size;
  let promised = 0;
  for (let i = 0; i < slopes.length; i++) promised += (slopes[i] - level) * change[i];
  return promised;
}

function stepLength(
  { paths, l2 = 0 }: Ascent,
  { weights, factors }: GrowthPoint,
  { change, promised }: Step,
): number {
  const moves = mixedPath(paths, change).map((move, t) => move / factors[t]);
  let lowest = 0;
  for (const move of moves) lowest = Math.min(lowest, move);
  if (lowest > -safeLoss) return 1;
  let length = Math.min(1, -toRuin / lowest);
  const runs = { right: change, leftStart: 0, rightStart: 0 };
  const tilt = 2 * l2 * dot({ left: weights, ...runs }, change.length);
  const bend = l2 * dot({ left: change, ...runs }, change.length);
  const rise = (t: number): number => {
    let logs = 0;
    for (const move of moves) logs += Math.log1p(t * move);
    return logs / moves.length - t * tilt - t * t * bend;
  };
  while (length > 1e-12 && rise(length) < sufficient * length * promised) length /= 2;
  return length;
}

interface Move {
  readonly weights: Float64Array;
  readonly change: Float64Array;
  readonly length: number;
}

/** A whole step that ends at a bound ends there exactly. */
function moved({ lower, upper }: Ascent, { weights, change, length }: Move): Float64Array {
  return weights.map((weight, i) => {
    if (length === 1 && change[i] === lower[i] - weight) return lower[i];
    if (length === 1 && change[i] === upper[i] - weight) return upper[i];
    return Math.min(Math.max(weight + length * change[i], lower[i]), upper[i]);
  });
}
