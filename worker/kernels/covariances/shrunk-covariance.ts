import type { Matrix } from '../algebra/matrix.ts';

/** A covariance drawn towards a target: (1 − intensity)·S + intensity·F. */
export interface ShrunkCovariance {
  /** N × N, symmetric, per period². */
  readonly covariance: Matrix;
  /** 0 leaves the sample as it is, 1 is the target alone. */
  readonly intensity: number;
}

/**
 * Mixes a sample covariance with a target of the same shape.
 *
 * @param intensity  clipped to 0…1; NaN, where sample and target are the same, counts as 0
 */
export function shrunkTowards(sample: Matrix, target: Matrix, intensity: number): ShrunkCovariance {
  const clipped = Math.min(1, Math.max(0, Number.isNaN(intensity) ? 0 : intensity));
  const values = sample.values.map(
    (value, k) => (1 - clipped) * value + clipped * target.values[k],
  );
  return { covariance: { rows: sample.rows, columns: sample.columns, values }, intensity: clipped };
}

/** m on the diagonal and 0 elsewhere: the target of equal variances and no correlation. */
export function scaledIdentity(size: number, m: number): Matrix {
  const values = new Float64Array(size * size);
  for (let i = 0; i < size; i++) values[i * size + i] = m;
  return { rows: size, columns: size, values };
}
