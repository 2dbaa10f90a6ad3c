import type { Matrix } from '../../kernels/matrix.ts';
import { product } from '../../kernels/quadratic-form.ts';
import { type Shortfalls, shortfallAlong, shortfallGram } from '../../kernels/shortfall-gram.ts';
import { inner } from '../expected.ts';
import type { MixFault, MixOptimum, MixProblem } from '../mix-problem.ts';
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
    const found = search.best({ ...problem, covariance: now.matrix }, weights);
    if ('reason' in found) return found;
    const next = shortfallGram(excess, found.weights, scale);
    const optimality = check(problem, { found, next }, search);
    const settled = found.halfway !== true && sameDays(now, next);
    if (settled || optimality.kktResidual <= aim || step >= maxSteps)
      return { ...optimality, weights: found.weights, semivariance: next.value, found };
    const length = lengthOf(problem, { weights, to: found.weights, now, excess }, search);
    // Nothing on the way to the form's optimum is better: these weights are one of its optima, too.
    if (length === 0) {
      const here = { ...found, weights };
      const last = check(problem, { found: here, next: now }, search);
      return { ...last, weights, semivariance: now.value, found };
    }
    const from = weights;
    weights = from.map((one, i) => one + length * ((found.weights[i] ?? 0) - one));
    now = length === 1 ? next : shortfallGram(excess, weights, scale);
  }
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
