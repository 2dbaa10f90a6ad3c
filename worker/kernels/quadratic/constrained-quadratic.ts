import type { ConstraintGram } from './constraint-gram.ts';
import { type DualState, emptyDual } from './dual-ascent.ts';
import { close, flat, nextPoint, type Point, pointAt } from './proximal-step.ts';
import { type Infeasible, infeasible, refuted } from './refutation.ts';
import {
  type ConstrainedProblem,
  type PreparedQuadratic,
  prepareQuadratic,
  type ScaledProblem,
  scaledProblem,
} from './scaled-problem.ts';

/** A minimiser, with what presses on it. */
export interface ConstrainedMinimum {
  readonly solved: true;
  readonly weights: Float64Array;
  /**
   * y, one a row of A: how fast the minimum rises with that side of the row; at least 0 at lower
   * sides, at most 0 at upper ones, 0 between. In units of the objective.
   */
  readonly rowMultipliers: Float64Array;
  /** Where a further solve of the same A may start, be Q the same or another one. */
  readonly warm: WarmStart;
}

/** A minimiser, or why there is none. */
export type ConstrainedSolution =
  | ConstrainedMinimum
  | Infeasible
  /** No minimum for want of bounds, or numbers past what doubles hold. */
  | { readonly solved: false; readonly reason: 'unsettled' };

/** Where an earlier solve ended. */
export interface WarmStart {
  readonly weights: Float64Array;
  readonly state: DualState;
  /** What the state's multipliers are scaled by. */
  readonly prepared: PreparedQuadratic;
}

/** Steps at most; two or three where Q is regular. */
const maxSteps = 60;

/** With no greater fault left, steps that bring nothing end the search. */
const slight = 1e-10;
const fewSteps = 3;

/** What leaves a greater fault is no minimum. */
const unsettled = 1e-6;

/**
 * Minimises a convex quadratic within bounds and rows, exactly: by the proximal point method, each
 * step a dual active set that starts where the last one ended. Q may be singular.
 *
 * @param prepared  of the same Q and A, where there are several solves
 * @param warm      of an earlier solve of the same A
 * @throws {RangeError} shapes that do not fit
 * @see Rockafellar (1976), SIAM J. Control and Optimization 14(5)
 */
export function constrainedQuadratic(
  problem: ConstrainedProblem,
  prepared: PreparedQuadratic = prepareQuadratic(problem.quadratic, problem.rows.matrix),
  warm?: WarmStart,
): ConstrainedSolution {
  const size = problem.linear.length;
  if (problem.quadratic.rows !== size || problem.lower.length !== size || size === 0) {
    throw new RangeError(`Cannot minimise over ${size} weights with other bounds or matrix`);
  }
  const idle = idleRows(problem, prepared.gram);
  if ('reason' in idle) return idle;
  const scaled = scaledProblem(problem, prepared, idle);
  const state = warm === undefined ? emptyDual(prepared.gram.cosines) : restart(prepared, warm);
  const best = descend(scaled, pointAt(scaled, startOf(problem, warm), state), state);
  if (best !== undefined && 'reason' in best) return best;
  if (best === undefined || best.fault > unsettled) return unsolved(scaled, state);
  return minimumOf(scaled, best, state);
}

/** Goes on while steps bring the conditions nearer; undefined where numbers overflow at once. */
function descend(
  scaled: ScaledProblem,
  start: Point,
  state: DualState,
): Point | Infeasible | undefined {
  const goal = flat * (start.weights.length + 20);
  let at = start;
  let best: Point | undefined;
  for (let step = 0; step < maxSteps; step++) {
    const next = nextPoint(scaled, at, state);
    if ('reason' in next) return next;
    at = next;
    if (!Number.isFinite(at.fault)) return best;
    const least = best?.fault ?? Number.POSITIVE_INFINITY;
    if (at.fault < least) best = at;
    if (Math.min(at.fault, least) <= enoughAfter(step, at.fault < least, goal)) return best;
  }
  return best;
}

/** What brings nothing any more has met the conditions but for rounding. */
function enoughAfter(step: number, nearer: boolean, goal: number): number {
  return nearer || step <= fewSteps ? goal : slight;
}

/** Multipliers without end prove that the constraints which they belong to can't be met at once. */
function unsolved(scaled: ScaledProblem, state: DualState): ConstrainedSolution {
  if (!refuted(scaled, state.multipliers)) return { solved: false, reason: 'unsettled' };
  const pressing = state.held.indices.slice(0, state.held.size);
  return infeasible(pressing, scaled.problem.lower.length);
}

/** Rows of zeros, which hold always or never. */
function idleRows(
  { rows }: ConstrainedProblem,
  { lengths }: ConstraintGram,
): readonly number[] | Infeasible {
  const size = rows.matrix.columns;
  const idle = Array.from(rows.lower.keys()).filter((r) => lengths[size + r] === 0);
  const never = idle.filter((r) => rows.lower[r] > close || rows.upper[r] < -close);
  if (never.length === 0) return idle;
  return { solved: false, reason: 'infeasible', bounds: [], rows: never.slice(0, 1) };
}

/** What was held at the end of an earlier solve, taken in anew. */
function restart(
  { gram, level }: PreparedQuadratic,
  { state: earlier, prepared: before }: WarmStart,
): DualState {
  const state = emptyDual(gram.cosines);
  const { lengths } = before.gram;
  for (const j of earlier.held.indices.subarray(0, earlier.held.size)) {
    if (!state.held.append(j)) continue;
    const rescaled = ((gram.lengths[j] || 1) / (lengths[j] || 1)) * (before.level / level);
    state.multipliers[j] = rescaled * earlier.multipliers[j];
    state.sides[j] = earlier.sides[j];
  }
  return state;
}

/** As near to the earlier weights, or to 0, as the bounds let it be. */
function startOf({ lower, upper }: ConstrainedProblem, warm?: WarmStart): Float64Array {
  const from = warm?.weights ?? new Float64Array(lower.length);
  return from.map((weight, i) => Math.min(Math.max(weight, lower[i]), upper[i]));
}

function minimumOf(
  { problem, prepared }: ScaledProblem,
  { weights, multipliers }: Point,
  state: DualState,
): ConstrainedMinimum {
  const { gram, level } = prepared;
  const size = weights.length;
  return {
    solved: true,
    weights: weights.map((weight, i) =>
      Math.min(Math.max(weight, problem.lower[i]), problem.upper[i]),
    ),
    rowMultipliers: multipliers
      .slice(size)
      .map((value, r) => (-level * value) / (gram.lengths[size + r] || 1)),
    warm: { weights, state, prepared },
  };
}
