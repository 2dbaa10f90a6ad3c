import type { Matrix } from '../algebra/matrix.ts';
import { product, quadraticForm } from '../algebra/quadratic-form.ts';
import { type AbsoluteSum, absoluteSum, type KinkedProblem } from './kinked-problem.ts';
import {
  type KinkedMinimum,
  type KinkedSolution,
  type KinkedSolver,
  kinkedSolver,
} from './kinked-quadratic.ts';
import type { SmoothFunction, SmoothPoint } from './smooth-function.ts';

/** Minimise smooth(w) + cost(w) within bounds, rows and limits of absolute values. */
export interface SmoothProblem extends Omit<KinkedProblem, 'quadratic' | 'linear'> {
  readonly smooth: SmoothFunction;
}

/** A minimiser and the steps it took, or why there is none. */
export type SmoothSolution =
  | (KinkedMinimum & { readonly steps: number })
  | Exclude<KinkedSolution, { readonly solved: true }>;

/** Steps, far above the three to twenty it takes. */
const maxSteps = 200;
/** Of the size of slopes: what a quadratic model misses by less, it does not miss. */
const exact = 1e-14;
/** A miss of no more that does not get smaller is rounding. */
const rounding = 1e-11;
/** Halvings of a step: more are below rounding. */
const halvings = 55;

/**
 * Newton's method: the minimiser of the quadratic model under all constraints, then towards it as far
 * as the function falls, until the model has the function's slopes where its minimiser is. That then
 * meets the conditions of the function's minimum, with the multipliers of the model's.
 *
 * @param start   weights that keep to all constraints and for which the function is finite
 * @param solver  of earlier problems with the same rows' coefficients and kinks, where there are any
 * @throws {RangeError} a start without a value; shapes that do not fit
 * @see Nocedal & Wright (2006), Numerical Optimization, §18.1; Qi & Sun (1993), Mathematical
 *      Programming 58, where second derivatives jump
 */
export function kinkedNewton(
  problem: SmoothProblem,
  start: Float64Array,
  solver = kinkedSolver(patternOf(problem)),
): SmoothSolution {
  const first = problem.smooth.at(start);
  if (first === undefined) throw new RangeError('Cannot descend from where there is no value');
  let standing: Standing = { weights: start, point: first };
  let missedBefore = Number.POSITIVE_INFINITY;
  for (let steps = 1; ; steps++) {
    const step = modelStep(problem, standing, solver);
    if (!('model' in step)) return step;
    const { found, missed } = step;
    const stuck = missed <= rounding && missed > missedBefore / 2;
    if (missed <= exact || stuck || steps >= maxSteps) return { ...found, steps };
    missedBefore = missed;
    const moved = isBest(problem, standing, step) ? undefined : advance(problem, standing, step);
    // As good as the model's minimiser, whose multipliers are those of all minimisers.
    if (moved === undefined) return { ...found, weights: standing.weights, steps };
    standing = moved;
  }
}

/** Constraints alone. */
function patternOf({ smooth: _, ...kept }: SmoothProblem): KinkedProblem {
  const size = kept.lower.length;
  const quadratic = { rows: size, columns: size, values: new Float64Array(size * size) };
  return { ...kept, quadratic, linear: new Float64Array(size) };
}

interface Standing {
  readonly weights: Float64Array;
  readonly point: SmoothPoint;
}

interface ModelStep {
  readonly model: KinkedProblem;
  readonly found: KinkedMinimum;
  /** Where the model's minimiser is, if the function is finite there. */
  readonly next: SmoothPoint | undefined;
  /** How far the model's slopes are off there, as a share of their size. */
  readonly missed: number;
}

function modelStep(
  problem: SmoothProblem,
  standing: Standing,
  solve: KinkedSolver,
): ModelStep | Exclude<KinkedSolution, { readonly solved: true }> {
  const model = modelAt(problem, standing);
  const found = solve(model);
  if (!found.solved) return found;
  const next = problem.smooth.at(found.weights);
  const missed = next === undefined ? Number.POSITIVE_INFINITY : missOf(model, next, found);
  return { model, found, next, missed };
}

/** Of slopes' size for each unit of change: a model that promises less promises nothing. */
const nothing = 1e-15;

/** Whether weights are as good by the model as its minimiser is. */
function isBest(
  { cost }: SmoothProblem,
  { weights, point: { gradient, size } }: Standing,
  { model: { quadratic }, found }: ModelStep,
): boolean {
  const change = found.weights.map((value, i) => value - weights[i]);
  let [way, slope] = [0, 0];
  for (let i = 0; i < change.length; i++) {
    way += Math.abs(change[i]);
    slope += gradient[i] * change[i];
  }
  const saved = absoluteSum(cost, weights) - absoluteSum(cost, found.weights);
  const promised = saved - slope - quadraticForm(quadratic, change) / 2;
  return promised <= nothing * size * way;
}

/** As far towards a model's minimiser as function and cost fall; undefined where they don't. */
function advance(
  { smooth, cost }: SmoothProblem,
  { weights, point }: Standing,
  { found: { weights: to }, next }: ModelStep,
): Standing | undefined {
  const length = fallUntil({ point, cost, weights, to });
  if (length === 1 && next !== undefined) return { weights: to, point: next };
  const moved = weights.map((one, i) => one + length * (to[i] - one));
  const there = length === 0 ? undefined : smooth.at(moved);
  return there && { weights: moved, point: there };
}

/** What the function is near to: ½·vᵀHv − (Hw − g)ᵀv, up to a constant. */
function modelAt(problem: SmoothProblem, { weights, point }: Standing): KinkedProblem {
  const { lower, upper, rows, limits, cost } = problem;
  const quadratic = point.curvature();
  const pull = product(quadratic, weights);
  const linear = pull.map((value, i) => value - point.gradient[i]);
  return { quadratic, linear, lower, upper, rows, limits, cost };
}

/** How far the model's slopes are from the function's, as a share of their size. */
function missOf(
  { quadratic, linear }: { readonly quadratic: Matrix; readonly linear: Float64Array },
  { gradient, size }: SmoothPoint,
  { weights }: KinkedMinimum,
): number {
  const pull = product(quadratic, weights);
  let most = 0;
  for (let i = 0; i < pull.length; i++) {
    most = Math.max(most, Math.abs(pull[i] - linear[i] - gradient[i]));
  }
  return most === 0 ? 0 : most / size;
}

interface Fall {
  readonly point: SmoothPoint;
  readonly cost: AbsoluteSum;
  readonly weights: Float64Array;
  readonly to: Float64Array;
}

/** How far along the way function and cost fall: all of it, or to where they rise. */
function fallUntil({ point, cost, weights, to }: Fall): number {
  const change = to.map((value, i) => value - weights[i]);
  const smoothSlope = point.slopeAlong(change);
  const slopeAt = (length: number): number =>
    smoothSlope(length) + costSlope(cost, { weights, change, length });
  if (slopeAt(1) <= 0) return 1;
  let [low, high] = [0, 1];
  for (let halving = 0; halving < halvings; halving++) {
    const middle = (low + high) / 2;
    if (slopeAt(middle) <= 0) low = middle;
    else high = middle;
  }
  return low;
}

interface Length {
  readonly weights: Float64Array;
  readonly change: Float64Array;
  readonly length: number;
}

/** How fast Σ rateᵢ·|wᵢ − originᵢ| rises further along. */
function costSlope({ origin, rates }: AbsoluteSum, { weights, change, length }: Length): number {
  let slope = 0;
  for (let i = 0; i < rates.length; i++) {
    const away = weights[i] + length * change[i] - origin[i];
    slope += rates[i] * (away === 0 ? Math.abs(change[i]) : Math.sign(away) * change[i]);
  }
  return slope;
}
