import { gram } from '../../kernels/algebra/gram.ts';
import type { Matrix } from '../../kernels/algebra/matrix.ts';
import { product } from '../../kernels/algebra/quadratic-form.ts';
import { type ShortfallForms, shortfallForms } from '../../kernels/downside/shortfall-forms.ts';
import { shortfallFunction } from '../../kernels/downside/shortfall-function.ts';
import { symbolPaths } from '../../kernels/growth/symbol-paths.ts';
import { kinkedNewton, type SmoothProblem } from '../../kernels/quadratic/kinked-newton.ts';
import { absoluteSum, type KinkedProblem } from '../../kernels/quadratic/kinked-problem.ts';
import {
  type KinkedMinimum,
  type KinkedSolver,
  kinkedQuadratic,
  kinkedSolver,
} from '../../kernels/quadratic/kinked-quadratic.ts';
import { inner } from '../estimate/expected.ts';
import type { MixFault, MixProblem } from '../mix/mix-problem.ts';
import { regularised } from '../objectives/regularised.ts';
import { type ConstraintSet, contradiction } from './constraint-set.ts';
import type { FrontierPath, PathPiece, PathPoint, PathQuestion } from './frontier-path.ts';
import { emptyProblem, linearised, shortestWeights } from './smooth-optimum.ts';

/** What is gained, and the days whose shortfalls are the risk. */
export interface DownsideQuestion {
  readonly problem: MixProblem;
  readonly set: ConstraintSet;
  /** T × n returns less the threshold. */
  readonly excess: Matrix;
  /** γ: γ·wᵀw comes off the gain. */
  readonly gainL2?: number;
}

/**
 * Portfolios that minimise half the semivariance less λ·(gain − cost − γ·wᵀw), each searched for from
 * where the last one ended. What a path calls variance is the semivariance a year.
 */
export function downsidePath(question: DownsideQuestion): FrontierPath {
  const { problem, set, excess, gainL2 = 0 } = question;
  const empty = emptyProblem(problem, set);
  const scale = problem.periodsPerYear / excess.rows;
  const moments = gram(symbolPaths(excess));
  const risk = { ...moments, values: moments.values.map((one) => one * scale) };
  const path: PathQuestion = { problem, set, gains: problem.mean, risk, gainL2 };
  const solver = kinkedSolver(empty);
  const forms = shortfallForms(excess, scale);
  const walk: Walk = { ...question, gainL2, empty, scale, solver, forms };
  let last: Float64Array | undefined;
  return {
    question: path,
    exactness,
    at: (multiplier) => {
      const start = last ?? shortestWeights(empty, set);
      if ('reason' in start) return start;
      const point = pointAt(walk, { multiplier, start });
      if (!('reason' in point)) last = point.found.weights;
      return point;
    },
    highest: () => highestGain(walk),
    piece: (lower, upper) => pieceBetween(walk, lower, upper),
  };
}

/** Newton's method leaves as much of the semivariance open. */
const exactness = 1e-12;

interface Walk extends Required<DownsideQuestion> {
  readonly empty: KinkedProblem;
  /** 252/T. */
  readonly scale: number;
  readonly solver: KinkedSolver;
  readonly forms: ShortfallForms;
}

function pointAt(
  walk: Walk,
  { multiplier, start }: { readonly multiplier: number; readonly start: Float64Array },
): PathPoint | MixFault {
  const { problem, set, excess, gainL2, empty, scale, solver, forms } = walk;
  const rates = set.cost.rates.map((rate) => multiplier * rate);
  const priced: KinkedProblem = { ...empty, cost: { ...set.cost, rates } };
  const gains = problem.mean.map((gain) => multiplier * gain);
  const smooth = shortfallFunction({ excess, scale, l2: multiplier * gainL2, gains, forms });
  const asked: SmoothProblem = { ...priced, smooth };
  const found = kinkedNewton(asked, start, solver);
  if (!found.solved) {
    return found.reason === 'infeasible' ? contradiction(set, found) : { reason: 'overflow' };
  }
  const gradient = smooth.at(found.weights)?.gradient ?? gains;
  return toldPoint(walk, { kinked: linearised(priced, gradient), found, multiplier });
}

function highestGain(walk: Walk): PathPoint | MixFault {
  const { problem, set, gainL2, empty } = walk;
  const quadratic = regularised(empty.quadratic, 2 * gainL2);
  const kinked = { ...empty, quadratic, linear: problem.mean };
  const found = kinkedQuadratic(kinked);
  if (!found.solved) {
    return found.reason === 'infeasible' ? contradiction(set, found) : { reason: 'overflow' };
  }
  return toldPoint(walk, { kinked, found, multiplier: 1 });
}

function toldPoint(
  { problem, set, excess, scale }: Walk,
  at: {
    readonly kinked: KinkedProblem;
    readonly found: KinkedMinimum;
    readonly multiplier: number;
  },
): PathPoint {
  const { weights } = at.found;
  const gain = inner(problem.mean, weights) - absoluteSum(set.cost, weights);
  return { ...at, gain, variance: scale * squaredShortfalls(excess, weights) };
}

/** Σ max(−xₜᵀw, 0)². */
export function squaredShortfalls(excess: Matrix, weights: Float64Array): number {
  const short = product(excess, weights).map((one) => Math.min(one, 0));
  return inner(short, short);
}

/** As if the days that fall short at the lower point did so all the way. */
function pieceBetween({ excess, scale }: Walk, lower: PathPoint, upper: PathPoint): PathPiece {
  const from = lower.found.weights;
  const path = product(excess, from);
  const change = upper.found.weights.map((weight, i) => weight - (from[i] ?? 0));
  const step = product(excess, change).map((one, t) => ((path[t] ?? 0) < 0 ? one : 0));
  return { lower, upper, tilt: scale * inner(path, step), bend: scale * inner(step, step) };
}
