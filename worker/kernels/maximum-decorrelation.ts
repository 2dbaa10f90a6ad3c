import { type BestRatio, bestRatio } from './best-ratio.ts';
import { boundedCorrelation } from './bounded-correlation.ts';
import type { Matrix } from './matrix.ts';
import { unvaryingSymbols } from './volatilities.ts';

/**
 * The long-only weights of the least wᵀRw: those of least variance, were all volatilities the same.
 *
 * @param covariance  n × n, of any period
 * @returns           undefined when no symbol varies; those that don't get no weight
 * @see Christoffersen, Errunza, Jacobs & Jin (2010), Is the Potential for International
 *      Diversification Disappearing?, SSRN 1573345
 */
export function maximumDecorrelation(covariance: Matrix): BestRatio | undefined {
  const gains = new Float64Array(covariance.rows).fill(1);
  for (const i of unvaryingSymbols(covariance)) gains[i] = 0;
  return bestRatio(boundedCorrelation(covariance), gains);
}
