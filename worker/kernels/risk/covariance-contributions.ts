import type { Matrix } from '../algebra/matrix.ts';
import { product } from '../algebra/quadratic-form.ts';

/** Where a portfolio's volatility comes from. All arrays have length n. */
export interface CovarianceContributions {
  /** √(wᵀΣw), per the covariance's period. */
  readonly volatility: number;
  /** ∂volatility/∂w_i = (Σw)_i/volatility. */
  readonly marginal: Float64Array;
  /** w_i times the marginal: they sum to the volatility. */
  readonly absolute: Float64Array;
  /** As fractions of the volatility: they sum to 1; negative for a hedge. */
  readonly share: Float64Array;
}

/**
 * Splits a portfolio's volatility among its symbols, by Euler's theorem on homogeneous functions.
 *
 * @param covariance  n × n, of any period
 * @param weights     w, length n; may be negative, and sum to anything
 * @returns           undefined when the portfolio has no risk to split
 * @throws RangeError when shapes differ
 * @see Tasche (1999), Risk Contributions and Performance Measurement; Roncalli (2013),
 *      Introduction to Risk Parity and Budgeting, §2.1
 */
export function covarianceContributions(
  covariance: Matrix,
  weights: Float64Array,
): CovarianceContributions | undefined {
  const moves = product(covariance, weights);
  const parts = weights.map((weight, i) => weight * moves[i]);
  let variance = 0;
  for (const part of parts) variance += part;
  if (!(variance > 0)) return undefined;
  const volatility = Math.sqrt(variance);
  return {
    volatility,
    marginal: moves.map((move) => move / volatility),
    absolute: parts.map((part) => part / volatility),
    share: parts.map((part) => part / variance),
  };
}
