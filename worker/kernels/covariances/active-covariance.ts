import type { Matrix } from '../algebra/matrix.ts';
import { mirrored } from '../algebra/mirrored.ts';
import { product } from '../algebra/quadratic-form.ts';

/**
 * The covariance of symbols' returns less those of a benchmark that is made of them:
 * C_ij = Σ_ij − (Σb)_i − (Σb)_j + bᵀΣb, by which wᵀCw = (w − b)ᵀΣ(w − b) for weights that sum to 1.
 *
 * @param covariance  n × n, symmetric
 * @param benchmark   b, length n, summing to 1
 * @see Roll (1992), J. Portfolio Management 18(4)
 */
export function activeCovariance(covariance: Matrix, benchmark: Float64Array): Matrix {
  const { rows: size, values } = covariance;
  const moves = product(covariance, benchmark);
  let own = 0;
  for (let i = 0; i < size; i++) own += benchmark[i] * moves[i];
  const active = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      active[i * size + j] = values[i * size + j] - moves[i] - (moves[j] - own);
    }
  }
  return mirrored({ rows: size, columns: size, values: active });
}
