import type { Matrix } from '../algebra/matrix.ts';
import { volatilities } from '../covariances/volatilities.ts';
import { inverselyTo } from './inversely.ts';

/**
 * Weights in inverse proportion to variances: those of least variance were there no correlation.
 * Symbols without variance share everything.
 *
 * @param covariance  n × n, of any period
 * @returns           length n, summing to 1
 */
export function inverseVarianceWeights(covariance: Matrix): Float64Array {
  return inverselyTo(volatilities(covariance).map((sigma) => sigma * sigma));
}
