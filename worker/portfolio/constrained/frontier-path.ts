import type { Matrix } from '../../kernels/algebra/matrix.ts';
import { product, quadraticForm } from '../../kernels/algebra/quadratic-form.ts';
import { type SearchPoint, searchFrontier } from '../../kernels/frontier/frontier-search.ts';
import { absoluteSum, type KinkedProblem } from '../../kernels/quadratic/kinked-problem.ts';
import {
  type KinkedMinimum,
  type KinkedSolver,
  kinkedSolver,
} from '../../kernels/quadratic/kinked-quadratic.ts';
import { inner } from '../estimate/expected.ts';
import type { MixFault, MixProblem } from '../mix/mix-problem.ts';
import { type ConstraintSet, contradiction } from './constraint-set.ts';

/** What is gained, and at what risk. */
export interface PathQuestion {
  readonly problem: MixProblem;
  readonly set: ConstraintSet;
  /** Gains of a unit of weight, length n, before costs. */
  readonly gains: Float64Array;
  /** Q: the risk is wᵀQw. */
  readonly risk: Matrix;
  /** γ: besides, γ·wᵀw comes off the gain. */
  readonly gainL2?: number;
}

/** A portfolio that minimises ½·wᵀQw − λ·(gain − cost − γ·wᵀw). */
export interface PathPoint extends SearchPoint {
  readonly kinked: KinkedProblem;
  readonly found: KinkedMinimum;
  /** Of the gains, less what trading costs. */
  readonly gain: number;
  /** wᵀQw. */
  readonly variance: number;
}

/** Portfolios by λ. */
export interface FrontierPath {
  readonly question: PathQuestion;
  /** Relative: what is nearer to what is looked for is there. */
  readonly exactness: number;
  /** The minimum at a λ of 0 or more. */
  at(multiplier: number): PathPoint | MixFault;
  /** The most gain whatever the risk. */
  highest(): PathPoint | MixFault;
  /** What lies between two points if weights are linear there. */
  piece(lower: PathPoint, upper: PathPoint): PathPiece;
}

/** The portfolios of the frontier under constraints, each solved from where the last one ended. */
export function frontierPath(question: PathQuestion): FrontierPath {
  const { risk, gainL2 = 0 } = question;
  let solver: KinkedSolver | undefined;
  return {
    question,
    exactness: 1e-14,
    at: (multiplier) => {
      const quadratic = withDiagonal(risk, 2 * gainL2 * multiplier);
      const kinked = kinkedAt(question, quadratic, multiplier);
      if (gainL2 > 0) solver = undefined;
      // Costs cut weights also where λ is 0 and they count nothing.
      solver ??= kinkedSolver(kinkedAt(question, quadratic, 1));
      return pointOf(question, { kinked, multiplier, solver });
    },
    highest: () => {
      const none = { ...risk, values: new Float64Array(risk.values.length) };
      const kinked = kinkedAt(question, withDiagonal(none, 2 * gainL2), 1);
      return pointOf(question, { kinked, multiplier: 1, solver: kinkedSolver(kinked) });
    },
    piece: (lower, upper) => pieceBetween(risk, lower, upper),
  };
}

/** The portfolio that is looked for between two others. */
export function searchPath(
  path: FrontierPath,
  [lower, upper]: readonly [PathPoint, PathPoint],
  search: {
    readonly ahead: (point: PathPoint) => number;
    readonly share: (piece: PathPiece) => number;
  },
): PathPoint | undefined {
  return searchFrontier(lower, upper, {
    at: (multiplier) => {
      const point = path.at(multiplier);
      return 'reason' in point ? undefined : point;
    },
    ahead: (point) => {
      const distance = search.ahead(point);
      return Math.abs(distance) <= path.exactness ? 0 : distance;
    },
    share: (low, high) => search.share(path.piece(low, high)),
  });
}

/** Between two points: at a share t the variance is that of the lower + 2t·tilt + t²·bend. */
export interface PathPiece {
  readonly lower: PathPoint;
  readonly upper: PathPoint;
  readonly tilt: number;
  readonly bend: number;
}

function pieceBetween(risk: Matrix, lower: PathPoint, upper: PathPoint): PathPiece {
  const from = lower.found.weights;
  const change = upper.found.weights.map((weight, i) => weight - (from[i] ?? 0));
  const pull = product(risk, change);
  return { lower, upper, tilt: inner(from, pull), bend: Math.max(0, inner(change, pull)) };
}

function kinkedAt(
  { problem, set, gains }: PathQuestion,
  quadratic: Matrix,
  multiplier: number,
): KinkedProblem {
  const { lower, upper } = problem;
  const { origin, rates } = set.cost;
  return {
    quadratic,
    linear: gains.map((gain) => multiplier * gain),
    lower,
    upper,
    rows: set.rows,
    cost: { origin, rates: rates.map((rate) => multiplier * rate) },
    limits: set.limits,
  };
}

interface PathTask {
  readonly kinked: KinkedProblem;
  readonly multiplier: number;
  readonly solver: KinkedSolver;
}

function pointOf(
  { set, gains, risk }: PathQuestion,
  { kinked, multiplier, solver }: PathTask,
): PathPoint | MixFault {
  const found = solver(kinked);
  if (!found.solved) {
    return found.reason === 'infeasible' ? contradiction(set, found) : { reason: 'overflow' };
  }
  const { weights } = found;
  const gain = inner(gains, weights) - absoluteSum(set.cost, weights);
  return { kinked, found, multiplier, gain, variance: quadraticForm(risk, weights) };
}

function withDiagonal(matrix: Matrix, shift: number): Matrix {
  if (shift === 0) return matrix;
  const step = matrix.columns + 1;
  const values = matrix.values.map((value, k) => (k % step === 0 ? value + shift : value));
  return { ...matrix, values };
}
