import type { Matrix } from '../algebra/matrix.ts';
import { type BestRatio, bestRatio } from './best-ratio.ts';

/**
 * The long-only weights of the least variance: those of the best ratio when all gain the same.
 * Symbols without variance share everything.
 *
 * @param covariance  n × n, of any period
 */
export function leastVariance(covariance: Matrix): BestRatio {
  const found = bestRatio(covariance, new Float64Array(covariance.rows).fill(1));
  if (found === undefined) throw new RangeError('A portfolio needs a symbol');
  return found;
}
