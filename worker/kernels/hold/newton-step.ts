import { nonnegativeQuadratic } from '../quadratic/nonnegative-quadratic.ts';
import { holdHessian } from './hold-hessian.ts';
import type { HoldPoint, HoldProblem } from './hold-sharpe.ts';
import { bentModel, shiftToDefinite } from './newton-model.ts';

/** How many symbols without a weight may be tried at once; bounds the size of the Hessian. */
const freedAtOnce = 8;

/**
 * Where a Newton step leads: the maximiser over w ≥ 0 of a concave quadratic model of the ratio,
 * restricted to the symbols held and the few most promising others.
 *
 * The model's curvature is that of the ratio with three additions that vanish, or act along the
 * scale of w alone, at an optimum: those of `bentModel`, and a Levenberg shift where the rest is not
 * concave.
 *
 * @returns  length n; not scaled to sum to 1
 */
export function newtonTarget(
  problem: HoldProblem,
  point: HoldPoint,
  gradient: Float64Array,
): Float64Array {
  const working = workingSet(point.weights, gradient);
  const model = bentModel(holdHessian(problem, point, working), {
    slopes: Float64Array.from(working, (i) => gradient[i]),
    ratio: point.ratio,
  });
  shiftToDefinite(model);
  const { quadratic } = model;
  const size = working.length;
  const linear = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    linear[i] = gradient[working[i]];
    for (let j = 0; j < size; j++) {
      linear[i] += quadratic.values[i * size + j] * point.weights[working[j]];
    }
  }
  const solution = nonnegativeQuadratic(quadratic, linear);
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
