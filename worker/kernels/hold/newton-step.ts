import { choleskyInPlace } from '../algebra/cholesky.ts';
import type { Matrix } from '../algebra/matrix.ts';
import { nonnegativeQuadratic } from '../quadratic/nonnegative-quadratic.ts';
import { holdHessian } from './hold-hessian.ts';
import type { HoldPoint, HoldProblem } from './hold-sharpe.ts';

/** How many symbols without a weight may be tried at once; bounds the size of the Hessian. */
const freedAtOnce = 8;

/** Of the ratio: below it, the bend that depends on the ratio's size is held constant. */
const smallestRatio = 0.25;

/**
 * Where a Newton step leads: the maximiser over w ≥ 0 of a concave quadratic model of the ratio,
 * restricted to the symbols held and the few most promising others.
 *
 * The model's curvature is that of the ratio with three additions that vanish, or act along the
 * scale of w alone, at an optimum: a rank-one bend along the gradient (the curvature of −1/S² for
 * S > 0 and of −S² for S < 0, which are nearer to quadratics than S), a rank-one term for the
 * scale of w in which S is flat, and a Levenberg shift where the rest is not concave.
 *
 * @returns  length n; not scaled to sum to 1
 */
export function newtonTarget(
  problem: HoldProblem,
  point: HoldPoint,
  gradient: Float64Array,
): Float64Array {
  const working = workingSet(point.weights, gradient);
  const model = concaveModel(holdHessian(problem, point, working), {
    slopes: Float64Array.from(working, (i) => gradient[i]),
    ratio: point.ratio,
  });
  const size = working.length;
  const linear = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    linear[i] = gradient[working[i]];
    for (let j = 0; j < size; j++) {
      linear[i] += model.values[i * size + j] * point.weights[working[j]];
    }
  }
  const solution = nonnegativeQuadratic(model, linear);
  const target = new Float64Array(point.weights.length);
  for (let k = 0; k < size; k++) target[working[k]] = solution[k];
  return target;
}

/** The symbols that have a weight, and of the others those of the steepest positive slope. */
function workingSet(weights: Float64Array, gradient: Float64Array): Int32Array {
  const held: number[] = [];
  const others: number[] = [];
  for (let i = 0; i < weights.length; i++) {
    if (weights[i] > 0) held.push(i);
    else if (gradient[i] > 0) others.push(i);
  }
  others.sort((i, j) => gradient[j] - gradient[i] || i - j);
  return Int32Array.from([...held, ...others.slice(0, freedAtOnce)]).sort();
}

interface Slope {
  readonly slopes: Float64Array;
  readonly ratio: number;
}

/** −H with the additions of {@link newtonTarget}: positive definite. */
function concaveModel(hessian: Matrix, { slopes, ratio }: Slope): Matrix {
  const { rows: size, values: h } = hessian;
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
  shiftToDefinite({ rows: size, columns: size, values }, level);
  return { rows: size, columns: size, values };
}

/** Adds the smallest of a ladder of multiples of the identity that makes the matrix definite. */
function shiftToDefinite(matrix: Matrix, level: number): void {
  const { rows: size, values } = matrix;
  let shift = 0;
  for (let next = 1e-10 * level; next <= 1e10 * level; next = shift * 10) {
    if (choleskyInPlace({ ...matrix, values: values.slice() }, 1e-11)) return;
    for (let i = 0; i < size; i++) values[i * size + i] += next - shift;
    shift = next;
  }
}
