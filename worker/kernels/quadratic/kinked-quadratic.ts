import type { Matrix } from '../algebra/matrix.ts';
import { constrainedQuadratic, type WarmStart } from './constrained-quadratic.ts';
import type { KinkedProblem } from './kinked-problem.ts';
import { type PreparedQuadratic, prepareQuadratic } from './scaled-problem.ts';
import {
  cutWeights,
  joinSegments,
  segmentMatrices,
  segmentProblem,
  type WeightSegments,
} from './weight-segments.ts';

/** A minimiser, with what presses on it. */
export interface KinkedMinimum {
  readonly solved: true;
  readonly weights: Float64Array;
  /** One a row: how fast the minimum rises with the side that holds; 0 where none does. */
  readonly rowMultipliers: Float64Array;
  /** One a limit, at least 0: how fast the minimum falls as the limit rises. */
  readonly limitMultipliers: Float64Array;
}

/** A minimiser, or why there is none. */
export type KinkedSolution =
  | KinkedMinimum
  /** No weights meet these at once: bounds of symbols, rows, limits. */
  | {
      readonly solved: false;
      readonly reason: 'infeasible';
      readonly bounds: readonly number[];
      readonly rows: readonly number[];
      readonly limits: readonly number[];
    }
  | { readonly solved: false; readonly reason: 'unsettled' };

/**
 * Solves problems one after the other, each from where the last one ended; they differ in bounds,
 * sides, limits, rewards, cost rates and Q, but not in rows' coefficients, or in kinks. One Q after the
 * other takes least work where it is the same matrix.
 */
export type KinkedSolver = (problem: KinkedProblem) => KinkedSolution;

/** A solver for problems like this one. @throws {RangeError} shapes that do not fit */
export function kinkedSolver(pattern: KinkedProblem): KinkedSolver {
  const cut = cutWeights(pattern);
  let ready: { readonly quadratic: Matrix; readonly prepared: PreparedQuadratic } | undefined;
  let warm: WarmStart | undefined;
  return (problem) => {
    const { quadratic } = problem;
    if (ready?.quadratic !== quadratic) ready = { quadratic, prepared: prepareFor(cut, problem) };
    const { prepared } = ready;
    const found = solveWith({ cut, prepared, problem, warm });
    warm = found.warm;
    return found.solution;
  };
}

function prepareFor(cut: WeightSegments, problem: KinkedProblem): PreparedQuadratic {
  const { quadratic, matrix } = segmentMatrices(cut, problem);
  return prepareQuadratic(quadratic, matrix);
}

/** Minimises ½·wᵀQw − cᵀw + cost(w). @throws {RangeError} shapes that do not fit */
export function kinkedQuadratic(problem: KinkedProblem): KinkedSolution {
  return kinkedSolver(problem)(problem);
}

interface Task {
  readonly cut: WeightSegments;
  readonly prepared: PreparedQuadratic;
  readonly problem: KinkedProblem;
  readonly warm: WarmStart | undefined;
}

function solveWith({ cut, prepared, problem, warm }: Task): {
  readonly solution: KinkedSolution;
  readonly warm?: WarmStart;
} {
  const over = segmentProblem(cut, problem, prepared);
  const found = constrainedQuadratic(over, prepared, warm);
  const count = problem.rows.lower.length;
  if (!found.solved && found.reason === 'unsettled') return { solution: found };
  if (!found.solved) {
    const symbols = found.bounds.map((k) => cut.segments[k].symbol);
    const solution = {
      ...found,
      bounds: [...new Set(symbols)],
      rows: found.rows.filter((r) => r < count),
      limits: found.rows.filter((r) => r >= count).map((r) => r - count),
    };
    return { solution };
  }
  const solution = {
    solved: true,
    weights: joinSegments(cut, problem, found.weights),
    rowMultipliers: found.rowMultipliers.slice(0, count),
    limitMultipliers: found.rowMultipliers.slice(count).map((y) => 0 - y),
  } as const;
  return { solution, warm: found.warm };
}
