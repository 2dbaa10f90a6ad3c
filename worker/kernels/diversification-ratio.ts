import type { Matrix } from './matrix.ts';
import { quadraticForm } from './quadratic-form.ts';
import { volatilities } from './volatilities.ts';

/**
 * The diversification ratio Σ w_i·σ_i/√(wᵀΣw): 1 when nothing is diversified away, √n for n
 * uncorrelated symbols of equal risk. Its square counts independent sources of risk.
 *
 * @param covariance  n × n, of any period
 * @param weights     length n, none negative
 * @returns           undefined when the portfolio has no risk
 * @throws RangeError when shapes differ
 * @see Choueifaty & Coignard (2008), J. Portfolio Management 35(1)
 */
export function diversificationRatio(
  covariance: Matrix,
  weights: Float64Array,
): number | undefined {
  const variance = quadraticForm(covariance, weights);
  if (variance === 0) return undefined;
  let undiversified = 0;
  for (const [i, sigma] of volatilities(covariance).entries()) undiversified += weights[i] * sigma;
  return undiversified / Math.sqrt(variance);
}
