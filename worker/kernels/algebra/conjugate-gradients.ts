import { inner } from './inner.ts';

/** A system that is known by what it makes of vectors. */
export interface LinearSystem {
  /** A·x; A symmetric and positive definite, n × n. */
  readonly apply: (x: Float64Array) => Float64Array;
  /** The diagonal of A, length n. */
  readonly diagonal: Float64Array;
  /** b, length n. */
  readonly right: Float64Array;
}

/** When {@link conjugateGradients} stops. */
export interface GradientsOptions {
  /** The share of the first residual to reach, both weighed by 1/diagonal. */
  readonly share: number;
  readonly maxSteps: number;
}

/**
 * Solves A·x = b by conjugate gradients, scaled by the diagonal. A few large eigenvalues cost a step
 * each: where a market or some factors move everything and the rest is alike, it takes a dozen steps
 * of n² operations.
 *
 * @returns  x, length n; undefined where the steps don't do
 * @see Golub & Van Loan (2013), Matrix Computations, algorithm 11.5.1
 */
export function conjugateGradients(
  { apply, diagonal, right }: LinearSystem,
  { share, maxSteps }: GradientsOptions,
): Float64Array | undefined {
  const x = new Float64Array(right.length);
  const residual = right.slice();
  const scaled = residual.map((value, i) => value / diagonal[i]);
  const direction = scaled.slice();
  let size = inner(residual, scaled);
  const enough = share * share * size;
  for (let step = 0; step < maxSteps && size > enough; step++) {
    const image = apply(direction);
    const length = size / inner(direction, image);
    for (let i = 0; i < x.length; i++) {
      x[i] += length * direction[i];
      residual[i] -= length * image[i];
      scaled[i] = residual[i] / diagonal[i];
    }
    const next = inner(residual, scaled);
    for (let i = 0; i < x.length; i++) direction[i] = scaled[i] + (next / size) * direction[i];
    size = next;
  }
  return size <= enough ? x : undefined;
}
