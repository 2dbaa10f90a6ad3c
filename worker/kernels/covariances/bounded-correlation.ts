import type { Matrix } from '../algebra/matrix.ts';
import { mirrored } from '../algebra/mirrored.ts';
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
  // Reciprocals: as many divisions as symbols, not as pairs. 0 leaves nothing of a correlation.
  const inverse = sigma.map((one) => (one === 0 ? 0 : 1 / one));
  const result = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) {
      const rho = values[i * size + j] * inverse[i] * inverse[j];
      result[i * size + j] = Math.max(-1, Math.min(1, rho));
    }
    result[i * (size + 1)] = 1;
  }
  return mirrored({ rows: size, columns: size, values: result });
}
