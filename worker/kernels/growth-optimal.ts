import { boundedQuadratic } from './bounded-quadratic.ts';
import { dot } from './dot.ts';
import { feasibleStart } from './feasible-start.ts';
import { gram } from './gram.ts';
import type { Matrix } from './matrix.ts';
import { product } from './quadratic-form.ts';
import { solventStart } from './solvent-start.ts';
import { mixedPath, symbolPaths } from './symbol-paths.ts';
import { type BoundsFault, boundsFault, type WeightBounds } from './weight-bounds.ts';

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
/** Weights past this size run away. */
const runaway = 1e9;

/**
 * The weights of the fastest growth, restored every period, by Newton's method: the maximiser of the
 * quadratic model within the bounds, found by an active set, then a step towards it that leaves every
 * period something and raises the growth. Where several weights are as good, one is found.
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
  const fault = boundsFault(problem, 1);
  if (fault !== undefined) return { solved: false, ...fault };
  const paths = symbolPaths(returns);
  const { weights } = feasibleStart(problem, 1, byMean(paths));
  const start = solventStart(paths, problem, weights);
  if (start === undefined) return { solved: false, reason: 'ruined' };
  return ascend({ ...problem, paths }, start);
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
    const model = modelAt(ascent, weights);
    const found = boundedQuadratic({ ...ascent, ...model });
    if (!found.solved) return { solved: false, reason: 'unbounded' };
    const step = stepTowards(found.weights, weights, model);
    const { promised } = step;
    // Once near, a step that promises no less than the one before means that rounding is reached.
    if (!(promised > done) || (promised < unseen && promised > promisedBefore / 4)) {
      return { solved: true, weights, steps };
    }
    promisedBefore = promised;
    const length = stepLength(ascent, model, step);
    const from = weights;
    weights = length === 1 ? step.target : step.change.map((x, i) => from[i] + length * x);
    if (weights.some((weight) => !(Math.abs(weight) < runaway))) {
      return { solved: false, reason: 'unbounded' };
    }
  }
  return { solved: true, weights, steps: maxSteps };
}

/** The objective near some weights: growth + slopesᵀd − ½·dᵀQd for changes d. */
interface GrowthModel {
  readonly weights: Float64Array;
  /** Length T: 1 + rₜᵀw. */
  readonly factors: Float64Array;
  readonly slopes: Float64Array;
  /** Q. */
  readonly quadratic: Matrix;
  /** slopes + Qw: of the quadratic program whose minimiser is the target. */
  readonly linear: Float64Array;
}

function modelAt({ paths, l2 = 0 }: Ascent, weights: Float64Array): GrowthModel {
  const { rows: size, columns: periods, values } = paths;
  const factors = mixedPath(paths, weights).map((gain) => 1 + gain);
  const shares = factors.map((factor) => 1 / (periods * factor));
  const slopes = weights.map(
    (weight, i) =>
      dot({ left: values, leftStart: i * periods, right: shares, rightStart: 0 }, periods) -
      2 * l2 * weight,
  );
  const scale = factors.map((factor) => 1 / (Math.sqrt(periods) * factor));
  const scaled = values.slice();
  for (let i = 0; i < size; i++) {
    for (let t = 0; t < periods; t++) scaled[i * periods + t] *= scale[t];
  }
  const quadratic = gram({ ...paths, values: scaled });
  for (let i = 0; i < size; i++) quadratic.values[i * (size + 1)] += 2 * l2;
  const linear = product(quadratic, weights).map((pull, i) => pull + slopes[i]);
  return { weights, factors, slopes, quadratic, linear };
}

interface Step {
  readonly target: Float64Array;
  readonly change: Float64Array;
  /** What the slope promises of a whole step: growth per period. */
  readonly promised: number;
}

function stepTowards(target: Float64Array, from: Float64Array, { slopes }: GrowthModel): Step {
  const change = target.map((value, i) => value - from[i]);
  // Changes add up to 0 but for rounding, which a level that all slopes share would make much of.
  let [level, moved] = [0, 0];
  for (let i = 0; i < slopes.length; i++) {
    level += slopes[i] * Math.abs(change[i]);
    moved += Math.abs(change[i]);
  }
  if (moved > 0) level /= moved;
  let promised = 0;
  for (let i = 0; i < slopes.length; i++) promised += (slopes[i] - level) * change[i];
  return { target, change, promised };
}

function stepLength(
  { paths, l2 = 0 }: Ascent,
  { weights, factors }: GrowthModel,
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
