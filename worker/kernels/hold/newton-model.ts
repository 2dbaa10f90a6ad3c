import { choleskyInPlace } from '../algebra/cholesky.ts';
import type { Matrix } from '../algebra/matrix.ts';

/** Where the ratio is modelled. */
export interface ModelledPoint {
  /** The gradient on the symbols of the model. */
  readonly slopes: Float64Array;
  readonly ratio: number;
}

/** A convex model of what is to be made small, the ratio's size with its sign turned. */
export interface NewtonModel {
  readonly quadratic: Matrix;
  /** The mean size of the Hessian's diagonal. */
  readonly level: number;
}

/** Of the ratio: below it, the bend that depends on the ratio's size is held constant. */
const smallestRatio = 0.25;

/**
 * −H with two additions: a rank-one bend along the gradient (the curvature of −1/S² for S > 0 and of
 * −S² for S < 0, which are nearer to quadratics than S), and a rank-one term for the scale of w in
 * which S is flat. It need not be definite yet.
 */
export function bentModel(
  { rows: size, values: h }: Matrix,
  { slopes, ratio }: ModelledPoint,
): NewtonModel {
  const bend = (ratio > 0 ? 3 : 1) / Math.max(Math.abs(ratio), smallestRatio);
  let trace = 0;
  for (let i = 0; i < size; i++) trace += Math.abs(h[i * size + i]);
  const level = trace / size;
  const values = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      values[i * size + j] = bend * slopes[i] * slopes[j] + level - h[i * size + j];
    }
  }
  return { quadratic: { rows: size, columns: size, values }, level };
}

/** Adds the smallest of a ladder of multiples of the identity that makes the model definite. */
export function shiftToDefinite({ quadratic, level }: NewtonModel): void {
  const { rows: size, values } = quadratic;
  let shift = 0;
  for (let next = 1e-10 * level; next <= 1e10 * level; next = shift * 10) {
    if (choleskyInPlace({ ...quadratic, values: values.slice() }, 1e-11)) return;
    for (let i = 0; i < size; i++) values[i * size + i] += next - shift;
    shift = next;
  }
}
