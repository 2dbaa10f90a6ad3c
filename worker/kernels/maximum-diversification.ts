import { type BestRatio, bestRatio } from './best-ratio.ts';
import type { Matrix } from './matrix.ts';
import { volatilities } from './volatilities.ts';

/**
 * The long-only weights of the largest diversification ratio, Σ w_i·σ_i/√(wᵀΣw).
 *
 * @param covariance  n × n, of any period
 * @returns           undefined when no symbol varies; those that don't get no weight
 * @see Choueifaty & Coignard (2008), Toward Maximum Diversification, J. Portfolio Management 35(1)
 */
export function maximumDiversification(covariance: Matrix): BestRatio | undefined {
  return bestRatio(covariance, volatilities(covariance));
}
