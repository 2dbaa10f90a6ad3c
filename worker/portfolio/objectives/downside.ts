import type { Matrix } from '../../kernels/algebra/matrix.ts';
import { product } from '../../kernels/algebra/quadratic-form.ts';
import {
  type Shortfalls,
  shortfallAlong,
  shortfallGram,
} from '../../kernels/downside/shortfall-gram.ts';
import { inner } from '../estimate/expected.ts';
import type { MixFault, MixOptimum, MixProblem } from '../mix/mix-problem.ts';
import { boundConstraints, type Optimality } from './bound-constraints.ts';
import { regularised } from './regularised.ts';

/** An objective to which risk is semivariance. */
export interface DownsideSearch {
  /** Where to begin: within the bounds, and with a return above the rate for a ratio. */
  readonly start: Float64Array;
  /** The optimum where the semivariance is the quadratic form Σ of the problem, as it is at `from`. */
  best(problem: MixProblem, from: Float64Array): DownsideStep | MixFault;
  /** λ of the conditions of ½·wᵀΣw − λ·μᵀw, and what a unit of that is to the objective. */
  conditions(weights: Float64Array, semivariance: number, found: MixOptimum): Conditions;
  /** Above 0 where the objective gets better along a line: its slope, up to a factor. */
  slope(along: Along): number;
  /** Whether there may be better weights even where no day falls short. */
  readonly restless?: true;
}

/** The optimum of a quadratic form, or a step towards it. */
export interface DownsideStep extends MixOptimum {
  /** Present for a step that is no optimum, even where the same days fall short. */
  readonly halfway?: true;
}

/** See {@link DownsideSearch}. */
export interface Conditions {
  readonly multiplier: number;
  readonly scale: number;
}

/** A point of a line of portfolios. */
export interface Along {
  readonly semivariance: number;
  /** Half of what it changes by, for a unit of length. */
  readonly halfSlope: number;
  /** μᵀw there, and what that changes by. */
  readonly gain: number;
  readonly gainSlope: number;
}

/** Where a search ended. γ·wᵀw counts as semivariance throughout. */
export interface DownsideOptimum extends Optimality {
  readonly weights: Float64Array;
  /** A year, without γ·wᵀw. */
  readonly semivariance: number;
  /** What the last quadratic form had as its optimum. */
  readonly found: MixOptimum;
}

/** Steps, far above the ten or so it takes. */
const maxSteps = 300;
/** Of the size of slopes: a residual this small is rounding. */
const aim = 1e-13;
/** Halvings of a step: more are below rounding. */
const halvings = 55;

/**
 * Newton's method on the semivariance, which is convex and a quadratic form as long as the same days
 * fall short: solve with the form of those days, go towards that as far as the objective gets
 * better, and again. Where the days stay the same, that optimum is the answer.
 *
 * @param excess  T × n returns less the threshold
 * @see Qi & Sun (1993), Mathematical Programming 58, for Newton's method on such functions
 */
export function downsideOptimum(
  problem: MixProblem,
  excess: Matrix,
  search: DownsideSearch,
): DownsideOptimum | MixFault {
  const scale = problem.periodsPerYear / excess.rows;
  let weights = search.start;
  let now = shortfallGram(excess, weights, scale);
  for (let step = 0; ; step++) {
    const covariance = formOf(now, excess);
    const found = search.best({ ...problem, covariance }, weights);
    if ('reason' in found) return found;
    if (leftAlone(problem, covariance, { found, search }))
      return stay(problem, { found, weights, now }, search);
    const next = shortfallGram(excess, found.weights, scale);
    const optimality = check(problem, { found, next }, search);
    if (settled(found, now, next) || optimality.kktResidual <= aim || step >= maxSteps)
      return { ...optimality, weights: found.weights, semivariance: next.value, found };
    const length = lengthOf(problem, { weights, to: found.weights, now, excess }, search);
    // Nothing on the way to the form's optimum is better: these weights are one of its optima, too.
    if (length === 0) return stay(problem, { found, weights, now }, search);
    const from = weights;
    weights = between(from, found.weights, length);
    now = length === 1 ? next : shortfallGram(excess, weights, scale);
  }
}

/** Of the largest return: a shortfall below it is rounding. */
const unseen = 1e-14;

/**
 * The quadratic form of the days that fall short; 0 where none does but for rounding, for which of
 * them rounding leaves below 0 says nothing, and their form's optimum may fall far short.
 */
function formOf({ path, matrix }: Shortfalls, { values }: Matrix): Matrix {
  const largest = values.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
  if (path.some((one) => one < -unseen * largest)) return matrix;
  return { ...matrix, values: new Float64Array(matrix.values.length) };
}

/** Whether there is no shortfall to lessen, so that the weights are an optimum as they are. */
function leftAlone(
  { l2 }: MixProblem,
  { values }: Matrix,
  { found, search }: { readonly found: DownsideStep; readonly search: DownsideSearch },
): boolean {
  if (search.restless === true || l2 > 0 || found.halfway === true) return false;
  return values.every((value) => value === 0);
}

interface Standing {
  readonly found: MixOptimum;
  readonly weights: Float64Array;
  readonly now: Shortfalls;
}

/** The weights where a search stands, as its end. */
function stay(
  problem: MixProblem,
  { found, weights, now }: Standing,
  search: DownsideSearch,
): DownsideOptimum {
  const last = check(problem, { found: { ...found, weights }, next: now }, search);
  return { ...last, weights, semivariance: now.value, found };
}

function check(
  problem: MixProblem,
  { found, next }: { readonly found: MixOptimum; readonly next: Shortfalls },
  search: DownsideSearch,
): Optimality {
  const { weights } = found;
  const total = next.value + problem.l2 * inner(weights, weights);
  const conditions = search.conditions(weights, total, found);
  return boundConstraints(problem, {
    weights,
    quadratic: regularised(next.matrix, problem.l2),
    gains: problem.mean,
    ...conditions,
  });
}

function between(from: Float64Array, to: Float64Array, length: number): Float64Array {
  return from.map((one, i) => one + length * ((to[i] ?? 0) - one));
}

function settled({ halfway }: DownsideStep, now: Shortfalls, next: Shortfalls): boolean {
  return halfway !== true && sameDays(now, next);
}

function sameDays({ path: one }: Shortfalls, { path: other }: Shortfalls): boolean {
  return one.every((value, t) => value < 0 === (other[t] ?? 0) < 0);
}

interface Line {
  readonly weights: Float64Array;
  readonly to: Float64Array;
  readonly now: Shortfalls;
  readonly excess: Matrix;
}

/** How far along the line the objective gets better: all the way, or to where its slope is 0. */
function lengthOf(
  { mean, periodsPerYear, l2 }: MixProblem,
  { weights, to, now, excess }: Line,
  search: DownsideSearch,
): number {
  const scale = periodsPerYear / excess.rows;
  const change = to.map((one, i) => one - (weights[i] ?? 0));
  const step = product(excess, change);
  const [gain, gainSlope] = [inner(mean, weights), inner(mean, change)];
  const [size, turn] = [inner(weights, weights), inner(weights, change)];
  const bend = inner(change, change);
  const slopeAt = (length: number): number => {
    const { value, halfSlope } = shortfallAlong(now.path, step, length);
    return search.slope({
      semivariance: scale * value + l2 * (size + 2 * length * turn + length ** 2 * bend),
      halfSlope: scale * halfSlope + l2 * (turn + length * bend),
      gain: gain + length * gainSlope,
      gainSlope,
    });
  };
  if (slopeAt(1) >= 0) return 1;
  let [low, high] = [0, 1];
  for (let halving = 0; halving < halvings; halving++) {
    const middle = (low + high) / 2;
    if (slopeAt(middle) >= 0) low = middle;
    else high = middle;
  }
  return low;
}
