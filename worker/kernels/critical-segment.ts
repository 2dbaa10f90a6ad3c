import type { FreeSet } from './free-set.ts';
import type { Matrix } from './matrix.ts';
import { setSum } from './set-sum.ts';

/** What a piece of the frontier depends on. */
export interface SegmentInput {
  /** μ, length n. */
  readonly mean: Float64Array;
  /** Σ, n × n, symmetric, definite where the weights' sum is fixed. */
  readonly matrix: Matrix;
  /** Σw: 1 by default. */
  readonly budget?: number;
  readonly held: FreeSet;
  /** Length n: on the piece, at its upper end. */
  readonly weights: Float64Array;
  /** Σ·w over the symbols that are not free, length n. */
  readonly pull: Float64Array;
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
  const { mean, held, weights, multiplier } = input;
  const free = held.indices.subarray(0, held.size);
  // Means are counted from that of one free symbol, so that equal ones cancel out exactly.
  const level = mean[free[0]];
  const ones = new Float64Array(free.length).fill(1);
  held.solveInPlace(ones);
  const rate = Float64Array.from(free, (i) => mean[i] - level);
  held.solveInPlace(rate);
  const budgetRate = setSum(rate, ones, 0);
  const slopes = input.pull.map((value, i) => value - multiplier * (mean[i] - level));
  const slopeRates = mean.map((value) => level - value - budgetRate);
  addProducts(input, {
    held: Float64Array.from(free, (i) => weights[i]),
    rate,
    slopes,
    slopeRates,
  });
  let common = 0;
  for (const i of free) common += slopes[i] / free.length;
  for (let i = 0; i < slopes.length; i++) slopes[i] -= common;
  return { rate, slopes, slopeRates };
}

interface Products {
  readonly held: Float64Array;
  readonly rate: Float64Array;
  readonly slopes: Float64Array;
  readonly slopeRates: Float64Array;
}

/** Adds Σ·w and Σ·rate over the free symbols to the slopes, two rows of Σ at a time. */
function addProducts(
  { matrix, held: { indices, size } }: SegmentInput,
  { held, rate, slopes, slopeRates }: Products,
): void {
  const { rows: order, values } = matrix;
  const paired = size - (size % 2);
  for (let k = 0; k < paired; k += 2) {
    const row0 = indices[k] * order;
    const row1 = indices[k + 1] * order;
    for (let i = 0; i < order; i++) {
      const value0 = values[row0 + i];
      const value1 = values[row1 + i];
      slopes[i] += value0 * held[k] + value1 * held[k + 1];
      slopeRates[i] += value0 * rate[k] + value1 * rate[k + 1];
    }
  }
  if (paired === size) return;
  const row = indices[paired] * order;
  for (let i = 0; i < order; i++) {
    slopes[i] += values[row + i] * held[paired];
    slopeRates[i] += values[row + i] * rate[paired];
  }
}
