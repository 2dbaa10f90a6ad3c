import type { Matrix } from '../algebra/matrix.ts';
import { symmetricEigen } from '../algebra/symmetric-eigen.ts';

/** Of a correlation: the least eigenvalue is taken to be smaller by it, for rounding. */
const slack = 1e-9;

/**
 * The part of a covariance that is each symbol's own: the largest multiple of its diagonal that can
 * be taken off without making it indefinite, a little less for rounding.
 *
 * @param covariance  n × n, positive semidefinite
 * @returns           d, length n, at least 0
 */
export function ownVariances(covariance: Matrix): Float64Array {
  const { rows: size, values } = covariance;
  const diagonal = Float64Array.from({ length: size }, (_, i) =>
    Math.max(0, values[i * (size + 1)]),
  );
  const scale = diagonal.map((variance) => (variance > 0 ? 1 / Math.sqrt(variance) : 0));
  const correlation = values.map(
    (value, k) => value * scale[Math.floor(k / size)] * scale[k % size],
  );
  for (let i = 0; i < size; i++) correlation[i * (size + 1)] = 1;
  const { values: eigenvalues } = symmetricEigen({
    rows: size,
    columns: size,
    values: correlation,
  });
  const share = Math.max(0, Math.min(...eigenvalues) - slack);
  return diagonal.map((variance) => share * variance);
}

/**
 * A covariance by which no long-only portfolio with at most `room` of some symbols has more variance
 * than by the true one, but spread ones have: their own variances Σdᵢwᵢ² are at least
 * (Σ√dᵢ·wᵢ)²/room by the inequality of Cauchy and Schwarz.
 *
 * @param own        d of {@link ownVariances}
 * @param undecided  the symbols of which at most `room` differ from 0
 * @param room       at least 1
 * @see Frangioni & Gentile (2006), Mathematical Programming 106
 */
export function perspectiveCovariance(
  covariance: Matrix,
  own: Float64Array,
  { undecided, room }: { readonly undecided: readonly number[]; readonly room: number },
): Matrix {
  const { columns } = covariance;
  const values = covariance.values.slice();
  for (const i of undecided) {
    values[i * columns + i] -= own[i];
    for (const j of undecided) values[i * columns + j] += Math.sqrt(own[i] * own[j]) / room;
  }
  return { ...covariance, values };
}
