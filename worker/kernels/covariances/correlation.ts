import type { Matrix } from '../algebra/matrix.ts';
import { mirrored } from '../algebra/mirrored.ts';

/** A covariance taken apart: Σ = diag(s)·C·diag(s). */
export interface Correlation {
  /** N × N, ones on the diagonal; 0 between a symbol that does not vary and any other. */
  readonly correlation: Matrix;
  /** Length N, in the root of the covariance's unit. */
  readonly deviations: Float64Array;
}

/**
 * Correlations and standard deviations of a covariance.
 *
 * @param covariance  N × N, symmetric; entries on the diagonal at or below 0 count as 0
 */
export function correlationOf({ rows: size, values }: Matrix): Correlation {
  const deviations = new Float64Array(size);
  for (let i = 0; i < size; i++) deviations[i] = Math.sqrt(Math.max(0, values[i * size + i]));
  const result = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    result[i * size + i] = 1;
    for (let j = 0; j < i; j++) {
      const scale = deviations[i] * deviations[j];
      result[i * size + j] = scale > 0 ? values[i * size + j] / scale : 0;
    }
  }
  return { correlation: mirrored({ rows: size, columns: size, values: result }), deviations };
}

/** The covariance diag(s)·C·diag(s) of a correlation. */
export function covarianceOf({ correlation, deviations }: Correlation): Matrix {
  const { rows: size, values } = correlation;
  const result = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      result[i * size + j] = values[i * size + j] * (deviations[i] * deviations[j]);
    }
  }
  return { rows: size, columns: size, values: result };
}
