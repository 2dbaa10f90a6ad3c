import { addRowsInPlace } from '../algebra/add-rows.ts';
import { dot } from '../algebra/dot.ts';
import type { Matrix } from '../algebra/matrix.ts';
import type { FreeSet } from '../quadratic/free-set.ts';

/** What a piece of the frontier depends on. */
export interface SegmentInput {
  /** μ less that of one free symbol, so that equal means cancel out exactly; length n. */
  readonly gains: Float64Array;
  /** Σ, n × n, symmetric, definite where the weights' sum is fixed. */
  readonly matrix: Matrix;
  /** It follows the gains. */
  readonly held: FreeSet;
  /** Σ·w, length n, for the weights at the piece's upper end. */
  readonly risk: Float64Array;
  /** λ there. */
  readonly multiplier: number;
}

/**
 * A straight piece of the frontier: with the same symbols free, weights and slopes of the Lagrangian
 * ½wᵀΣw − λμᵀw − γ(Σw − budget) are linear in λ. They are kept as a point and a rate, not as a line's value
 * at λ = 0: where Σ is nearly singular the latter is huge, and its rounding with it.
 */
export interface CriticalSegment {
  /** dw/dλ of the free weights, in the order held. */
  readonly rate: Float64Array;
  /** d Σw/dλ, length n. */
  readonly riskRates: Float64Array;
  /** Length n; at the given λ. */
  readonly slopes: Float64Array;
  /** Length n; d slope/dλ. */
  readonly slopeRates: Float64Array;
}

/**
 * Differentiates Σ_FF·w_F = λμ_F + γ1 − pull_F, Σw = budget by λ.
 *
 * @see Markowitz & Todd (2000), Mean-Variance Analysis in Portfolio Choice, ch. 7
 */
export function criticalSegment(input: SegmentInput): CriticalSegment {
  const { gains, matrix, held, risk, multiplier } = input;
  const free = held.indices.subarray(0, held.size);
  const { solution: rate, level: budgetRate } = held.solveFollowed(0);
  const riskRates = outerProduct(matrix, held, rate);
  for (const i of free) riskRates[i] = gains[i] + budgetRate;
  let common = 0;
  for (const i of free) common += (risk[i] - multiplier * gains[i]) / free.length;
  const slopes = risk.map((pull, i) => pull - multiplier * gains[i] - common);
  const slopeRates = riskRates.map((pull, i) => (held.has(i) ? 0 : pull - gains[i] - budgetRate));
  return { rate, riskRates, slopes, slopeRates };
}

/** Σ·x in the rows of what is not free, x being 0 there; what else it holds says nothing. */
function outerProduct(matrix: Matrix, held: FreeSet, x: Float64Array): Float64Array {
  const size = matrix.rows;
  const result = new Float64Array(size);
  const free = held.indices.subarray(0, held.size);
  if (2 * free.length <= size) {
    addRowsInPlace(result, { matrix, rows: free, factors: x });
    return result;
  }
  const right = new Float64Array(size);
  for (let k = 0; k < free.length; k++) right[free[k]] = x[k];
  const left = matrix.values;
  for (let i = 0; i < size; i++) {
    if (!held.has(i)) result[i] = dot({ left, leftStart: i * size, right, rightStart: 0 }, size);
  }
  return result;
}
