import type { Matrix } from '../algebra/matrix.ts';
import { volatilities } from '../covariances/volatilities.ts';
import { inverselyTo } from './inversely.ts';

/**
 * Weights in inverse proportion to volatilities ("naive risk parity"): those of equal risk
 * contributions were all correlations the same. Symbols without variance share everything.
 *
 * @param covariance  n × n, of any period
 * @returns           length n, summing to 1
 * @see Maillard, Roncalli & Teïletche (2010), J. Portfolio Management 36(4), §2.2
 */
export function inverseVolatilityWeights(covariance: Matrix): Float64Array {
  return inverselyTo(volatilities(covariance));
}
