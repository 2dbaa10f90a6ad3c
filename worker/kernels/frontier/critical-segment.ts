import { addRowsInPlace } from '../algebra/add-rows.ts';
import type { Matrix } from '../algebra/matrix.ts';
import { setSum } from '../algebra/set-sum.ts';
import type { FreeSet } from '../quadratic/free-set.ts';

/** What a piece of the frontier depends on. */
export interface SegmentInput {
  /** μ, length n. */
  readonly mean: Float64Array;
  /** Σ, n × n, symmetric, definite where the weights' sum is fixed. */
  readonly matrix: Matrix;
  /** Σw: 1 by default. */
  readonly budget?: number;
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
  const { mean, matrix, held, risk, multiplier } = input;
  const free = held.indices.subarray(0, held.size);
  // Means are counted from that of one free symbol, so that equal ones cancel out exactly.
  const level = mean[free[0]];
  const ones = new Float64Array(free.length).fill(1);
  held.solveInPlace(ones);
  const rate = Float64Array.from(free, (i) => mean[i] - level);
  held.solveInPlace(rate);
  const budgetRate = setSum(rate, ones, 0);
  const slopes = risk.map((value, i) => value - multiplier * (mean[i] - level));
  const slopeRates = mean.map((value) => level - value - budgetRate);
  addRowsInPlace(slopeRates, { matrix, rows: free, factors: rate });
  let common = 0;
  for (const i of free) common += slopes[i] / free.length;
  for (let i = 0; i < slopes.length; i++) slopes[i] -= common;
  return { rate, slopes, slopeRates };
}
