import type { Matrix } from '../algebra/matrix.ts';

/** What a market in equilibrium is made of. */
export interface Equilibrium {
  /** Σ, N × N, per year. */
  readonly covariance: Matrix;
  /** Length N, summing to 1: each symbol's share of the market's value. */
  readonly marketWeights: Float64Array;
  /** δ: excess return that the market asks per unit of variance. */
  readonly riskAversion: number;
  /** Added to all, per year; 0 for returns in excess of it. */
  readonly riskFreeRate: number;
}

/**
 * The returns at which the market's weights are the best: δ·Σ·w + rf.
 *
 * @returns  length N, per year
 * @throws {RangeError} weights of another number than symbols
 * @see Black & Litterman (1992), Financial Analysts Journal 48(5)
 */
export function equilibriumReturns(equilibrium: Equilibrium): Float64Array {
  const { covariance, marketWeights, riskAversion, riskFreeRate } = equilibrium;
  const { rows: size, values } = covariance;
  if (marketWeights.length !== size) {
    throw new RangeError(`${marketWeights.length} market weights for ${size} symbols.`);
  }
  const result = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    let sum = 0;
    for (let j = 0; j < size; j++) sum += values[i * size + j] * marketWeights[j];
    result[i] = riskAversion * sum + riskFreeRate;
  }
  return result;
}
