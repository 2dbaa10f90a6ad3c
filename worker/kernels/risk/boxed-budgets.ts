import { choleskyInPlace } from '../algebra/cholesky.ts';
import { choleskySolve } from '../algebra/cholesky-solve.ts';
import { dot } from '../algebra/dot.ts';
import type { Matrix } from '../algebra/matrix.ts';
import { product, submatrix } from '../algebra/quadratic-form.ts';

/** Minimise ½·uᵀRu − λ·Σ bᵢ·ln uᵢ over lower ≤ u ≤ upper, u > 0. */
export interface BoxedProblem {
  /** R, n × n, ones on the diagonal, positive semidefinite. */
  readonly correlation: Matrix;
  /** b, length n, all positive. */
  readonly budgets: Float64Array;
  /** Length n, at least 0. */
  readonly lower: Float64Array;
  /** Length n, above 0. */
  readonly upper: Float64Array;
  /** λ, above 0. */
  readonly strength: number;
}

/** Where a search ended. */
export interface BoxedBudgets {
  /** u, length n. */
  readonly risks: Float64Array;
  /** Largest violation of the conditions, as a share of λbᵢ. */
  readonly miss: number;
  /** Length n: d ln uᵢ / d ln λ; 0 at bounds. */
  readonly growth: Float64Array;
}

/** Coordinate sweeps of a round, and rounds at most. */
const sweeps = 5;
const maxRounds = 100;
/** A round that leaves no more of the miss makes a Newton step needless. */
const quickly = 0.05;
/** How near to u = 0 a step may go. */
const toBoundary = 0.95;
/** Halvings of a step that does not bring the conditions nearer. */
const maxHalvings = 4;

/**
 * Sweeps of coordinate descent, of which each entry has its minimiser in closed form, and Newton steps on
 * the entries between their bounds in relative changes of u, taken where they bring the conditions
 * nearer. At the minimum uᵢ·(Ru)ᵢ = λbᵢ between bounds.
 *
 * @param from  length n, all positive
 * @param aim   the miss to reach
 * @see Richard & Roncalli (2019), Constrained Risk Budgeting Portfolios, arXiv:1902.05710, §3.2
 */
export function boxedBudgets(problem: BoxedProblem, from: Float64Array, aim: number): BoxedBudgets {
  const { lower, upper } = problem;
  let at: Standing = standingAt(
    problem,
    from.map((risk, i) => Math.min(Math.max(risk, lower[i]), upper[i])),
  );
  for (let round = 0; round < maxRounds && at.miss > aim; round++) {
    const swept = standingAt(problem, sweptFrom(problem, at.risks));
    const quick = swept.miss <= at.miss * quickly;
    // Rounding alone is left where neither brings anything.
    const next = quick ? swept : (newtonStep(problem, swept) ?? swept);
    if (next.miss === at.miss && next.risks.every((risk, i) => risk === at.risks[i])) break;
    at = next;
  }
  return { ...at, growth: growthOf(problem, at.risks) };
}

type Standing = Pick<BoxedBudgets, 'risks' | 'miss'>;

function standingAt(problem: BoxedProblem, risks: Float64Array): Standing {
  return { risks, miss: missOf(problem, risks) };
}

function sweptFrom(problem: BoxedProblem, risks: Float64Array): Float64Array {
  const swept = risks.slice();
  for (let k = 0; k < sweeps; k++) sweep(problem, swept);
  return swept;
}

/** λbᵢ − uᵢ·(Ru)ᵢ as a share of λbᵢ: above 0 where uᵢ is to rise. */
export function budgetSlack(
  { correlation, budgets, strength }: Omit<BoxedProblem, 'lower' | 'upper'>,
  risks: Float64Array,
): Float64Array {
  return product(correlation, risks).map(
    (move, i) => 1 - (risks[i] * move) / (strength * budgets[i]),
  );
}

function missOf(problem: BoxedProblem, risks: Float64Array): number {
  const slack = budgetSlack(problem, risks);
  let miss = 0;
  for (const i of risks.keys()) miss = Math.max(miss, missAt(problem, risks, slack, i));
  return miss;
}

function missAt(
  { lower, upper }: BoxedProblem,
  risks: Float64Array,
  slack: Float64Array,
  i: number,
): number {
  const up = risks[i] >= upper[i] ? 0 : slack[i];
  const down = risks[i] <= lower[i] ? 0 : -slack[i];
  return Math.max(up, down, 0);
}

/** Entries that stand between their bounds, or are to leave them. */
function freeEntries(
  { lower, upper }: BoxedProblem,
  risks: Float64Array,
  slack: Float64Array,
): Int32Array {
  return Int32Array.from(risks.keys()).filter((i) =>
    slack[i] > 0 ? risks[i] < upper[i] : risks[i] > lower[i],
  );
}

/** Each entry in turn becomes the root of u² + (Σ_{j≠i} Rᵢⱼ·uⱼ)·u − λbᵢ, or the bound before it. */
function sweep(
  { correlation: { rows, values }, budgets, strength, lower, upper }: BoxedProblem,
  risks: Float64Array,
): void {
  for (let i = 0; i < rows; i++) {
    const runs = { left: values, leftStart: i * rows, right: risks, rightStart: 0 };
    const others = dot(runs, rows) - risks[i];
    const budget = strength * budgets[i];
    const root = Math.sqrt(others * others + 4 * budget);
    // Of two forms the one without cancellation.
    const best = others > 0 ? (2 * budget) / (others + root) : (root - others) / 2;
    risks[i] = Math.min(Math.max(best, lower[i]), upper[i]);
  }
}

/** A Newton step that brings the conditions nearer; undefined where none does. */
function newtonStep(problem: BoxedProblem, { risks, miss }: Standing): Standing | undefined {
  const { budgets, strength, lower, upper } = problem;
  const slack = budgetSlack(problem, risks);
  const free = freeEntries(problem, risks, slack);
  const wanted = Float64Array.from(free, (i) => strength * budgets[i] * slack[i]);
  const change = relativeChange(problem, risks, { free, wanted });
  if (change === undefined) return undefined;
  let lowest = 0;
  for (const part of change) lowest = Math.min(lowest, part);
  let length = lowest < -toBoundary ? -toBoundary / lowest : 1;
  for (let halving = 0; halving <= maxHalvings; halving++) {
    const next = risks.slice();
    for (const [k, i] of free.entries()) {
      const risk = risks[i] * (1 + length * change[k]);
      next[i] = Math.min(Math.max(risk, lower[i]), upper[i]);
    }
    const moved = standingAt(problem, next);
    if (moved.miss < miss * (1 - length / 4)) return moved;
    length /= 2;
  }
  return undefined;
}

/** Solves (diag(u)·R·diag(u) + λ·diag(b))·e = wanted on the free entries. */
function relativeChange(
  { correlation, budgets, strength }: BoxedProblem,
  risks: Float64Array,
  { free, wanted }: { readonly free: Int32Array; readonly wanted: Float64Array },
): Float64Array | undefined {
  const { rows: size, values } = submatrix(correlation, free);
  for (let k = 0; k < size; k++) {
    for (let j = 0; j < size; j++) values[k * size + j] *= risks[free[k]] * risks[free[j]];
    values[k * (size + 1)] += strength * budgets[free[k]];
  }
  const factor = { rows: size, columns: size, values };
  return choleskyInPlace(factor, 0) ? choleskySolve(factor, wanted) : undefined;
}

/** The conditions of the free entries, differentiated by ln λ. */
function growthOf(problem: BoxedProblem, risks: Float64Array): Float64Array {
  const { budgets, strength, lower, upper } = problem;
  const growth = new Float64Array(risks.length);
  const free = Int32Array.from(risks.keys()).filter(
    (i) => risks[i] > lower[i] && risks[i] < upper[i],
  );
  const wanted = Float64Array.from(free, (i) => strength * budgets[i]);
  const found = relativeChange(problem, risks, { free, wanted });
  for (const [k, i] of free.entries()) growth[i] = found?.[k] ?? 0;
  return growth;
}
