import type { Matrix } from '../algebra/matrix.ts';
import { volatilities } from './volatilities.ts';

/**
 * The correlations ρ_ij = Σ_ij/(σ_i·σ_j), held within −1…1 against rounding.
 *
 * @param covariance  n × n, of any period
 * @returns           n × n, 1 on the diagonal; a symbol without variance has 0 with all others
 */
export function boundedCorrelation(covariance: Matrix): Matrix {
  const { rows: size, values } = covariance;
  const sigma = volatilities(covariance);
  const result = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    result[i * (size + 1)] = 1;
    for (let j = 0; j < i; j++) {
      if (sigma[i] === 0 || sigma[j] === 0) continue;
      const rho = Math.max(-1, Math.min(1, values[i * size + j] / sigma[i] / sigma[j]));
      result[i * size + j] = rho;
      result[j * size + i] = rho;
    }
  }
  return { rows: size, columns: size, values: result };
}
