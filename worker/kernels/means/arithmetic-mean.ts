import type { Matrix } from '../algebra/matrix.ts';
import { centredReturns } from '../covariances/centred-returns.ts';

/**
 * Mean return of each symbol over the periods in which it has one, times periods per year.
 *
 * @param returns         T periods × N symbols of simple returns, NaN where there is none
 * @param periodsPerYear  such as 252; 1 for the mean per period
 * @returns               length N, annualised without compounding; NaN for a symbol without returns
 */
export function arithmeticMean(returns: Matrix, periodsPerYear: number): Float64Array {
  return centredReturns(returns).means.map((mean) => mean * periodsPerYear);
}
