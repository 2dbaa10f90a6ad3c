import { gram } from './gram.ts';
import type { Matrix } from './matrix.ts';
import type { Eigen } from './symmetric-eigen.ts';

/**
 * The symmetric matrix Σ λ_k·v_k·v_kᵀ.
 *
 * @param eigen  eigenvectors as rows; no eigenvalue below 0
 */
export function fromSpectrum({ values, vectors }: Eigen): Matrix {
  const { rows: count, columns: size } = vectors;
  // One row of √λ_k·v_k(i) for each i, of the eigenvalues above 0.
  const first = values.findIndex((value) => value > 0);
  const kept = first < 0 ? 0 : count - first;
  const scaled = new Float64Array(size * kept);
  for (let k = 0; k < kept; k++) {
    const root = Math.sqrt(Math.max(0, values[first + k]));
    for (let i = 0; i < size; i++) {
      scaled[i * kept + k] = root * vectors.values[(first + k) * size + i];
    }
  }
  return gram({ rows: size, columns: kept, values: scaled });
}
