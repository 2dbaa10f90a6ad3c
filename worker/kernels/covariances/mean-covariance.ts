import type { Matrix } from '../algebra/matrix.ts';
import { sharedPeriods } from './shared-periods.ts';

/**
 * The covariance of mean returns, each over the periods that its symbol has: Σ_ij·T_ij/(T_i·T_j) of
 * returns that are independent from period to period, T_ij of which two symbols share. Without gaps it
 * is Σ/T.
 *
 * @param covariance  Σ, N × N, per period²
 * @param returns     T × N, NaN where there is none; at least one of each symbol
 */
export function meanCovariance(covariance: Matrix, returns: Matrix): Matrix {
  const { rows: size } = covariance;
  const counts = sharedPeriods(returns);
  const values = covariance.values.map((value, k) => {
    const [i, j] = [Math.floor(k / size), k % size];
    return (value * counts[k]) / (counts[i * (size + 1)] * counts[j * (size + 1)]);
  });
  return { rows: size, columns: size, values };
}
