import type { Matrix } from '../algebra/matrix.ts';
import { type ConstraintGram, constraintGram } from './constraint-gram.ts';
import type { LinearRows } from './linear-rows.ts';
import type { WeightBounds } from './weight-bounds.ts';

/** Minimise ½·xᵀQx − cᵀx over lower ≤ x ≤ upper with rows.lower ≤ Ax ≤ rows.upper. */
export interface ConstrainedProblem extends WeightBounds {
  /** Q, n × n, symmetric, positive semidefinite. */
  readonly quadratic: Matrix;
  /** c, length n. */
  readonly linear: Float64Array;
  /** The budget among them. */
  readonly rows: LinearRows;
}

/** Q and A made ready for any c and any sides. */
export interface PreparedQuadratic {
  readonly quadratic: Matrix;
  readonly matrix: Matrix;
  /** tr(Q)/n, or 1 where nothing varies: Q is divided by it. */
  readonly level: number;
  readonly gram: ConstraintGram;
}

/**
 * Of the mean diagonal entry: what is added to the diagonal for one step, and taken back by the
 * next. The weights found minimise without it; among several minimisers it leads to a short one.
 */
const proximity = 1e-8;

/** Makes ready. @throws {RangeError} shapes that do not fit */
export function prepareQuadratic(quadratic: Matrix, matrix: Matrix): PreparedQuadratic {
  const size = quadratic.rows;
  let trace = 0;
  for (let i = 0; i < size; i++) trace += quadratic.values[i * (size + 1)];
  const level = trace > 0 ? trace / size : 1;
  const values = quadratic.values.map((value) => value / level);
  for (let i = 0; i < size; i++) values[i * (size + 1)] += proximity;
  const gram = constraintGram({ ...quadratic, values }, matrix);
  return { quadratic, matrix, level, gram };
}

/** The problem in the metric of its Gram matrix. */
export interface ScaledProblem {
  readonly problem: ConstrainedProblem;
  readonly prepared: PreparedQuadratic;
  /** −c over the level. */
  readonly slopes: Float64Array;
  /** Sides of bounds and rows over their lengths. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** What slopes can be from c and the diagonal. */
  readonly entry: number;
}

/** The problem over its level. @param idle  rows of zeros, left out */
export function scaledProblem(
  problem: ConstrainedProblem,
  prepared: PreparedQuadratic,
  idle: readonly number[],
): ScaledProblem {
  const { gram, level, quadratic } = prepared;
  const size = problem.linear.length;
  const sides = (bounds: Float64Array, ofRows: Float64Array): Float64Array =>
    gram.lengths.map((length, j) => (j < size ? bounds[j] : ofRows[j - size]) / (length || 1));
  const lower = sides(problem.lower, problem.rows.lower);
  const upper = sides(problem.upper, problem.rows.upper);
  for (const r of idle) {
    lower[size + r] = Number.NEGATIVE_INFINITY;
    upper[size + r] = Number.POSITIVE_INFINITY;
  }
  let entry = 0;
  for (let i = 0; i < size; i++) {
    entry = Math.max(entry, quadratic.values[i * (size + 1)] / level);
  }
  return { problem, prepared, slopes: problem.linear.map((c) => -c / level), lower, upper, entry };
}

/** Σ λⱼaⱼ. */
export function pullOf({ matrix }: PreparedQuadratic, multipliers: Float64Array): Float64Array {
  const size = matrix.columns;
  const pull = multipliers.slice(0, size);
  for (let r = 0; r < matrix.rows; r++) {
    const multiplier = multipliers[size + r];
    if (multiplier === 0) continue;
    for (let i = 0; i < size; i++) pull[i] += multiplier * matrix.values[r * size + i];
  }
  return pull;
}
