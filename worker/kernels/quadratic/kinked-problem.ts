import type { Matrix } from '../algebra/matrix.ts';
import type { LinearRows } from './linear-rows.ts';
import type { WeightBounds } from './weight-bounds.ts';

/** Σ rateᵢ·|wᵢ − originᵢ|, such as what trading costs, or (with an origin of 0) the gross exposure. */
export interface AbsoluteSum {
  /** Length n. */
  readonly origin: Float64Array;
  /** Length n, at least 0. */
  readonly rates: Float64Array;
}

/** coefficientsᵀw + Σ rateᵢ·|wᵢ − originᵢ| ≤ limit. */
export interface AbsoluteLimit extends AbsoluteSum {
  /** Length n. */
  readonly coefficients: Float64Array;
  readonly limit: number;
}

/** Minimise −cᵀw + cost(w) within bounds, rows and limits of absolute values. */
export interface KinkedTerms extends WeightBounds {
  /** c, length n. */
  readonly linear: Float64Array;
  /** The budget among them. */
  readonly rows: LinearRows;
  readonly cost: AbsoluteSum;
  readonly limits: readonly AbsoluteLimit[];
}

/** Likewise, with ½·wᵀQw. */
export interface KinkedProblem extends KinkedTerms {
  /** Q, n × n, symmetric, positive semidefinite. */
  readonly quadratic: Matrix;
}

/** cost(w) = Σ rateᵢ·|wᵢ − originᵢ|. */
export function absoluteSum({ origin, rates }: AbsoluteSum, weights: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += rates[i] * Math.abs(weights[i] - origin[i]);
  return sum;
}

/** The left-hand side of a limit. */
export function limitedValue(limit: AbsoluteLimit, weights: Float64Array): number {
  let sum = absoluteSum(limit, weights);
  for (let i = 0; i < weights.length; i++) sum += limit.coefficients[i] * weights[i];
  return sum;
}
