import type { Matrix } from '../algebra/matrix.ts';
import { boundedQuadratic } from '../quadratic/bounded-quadratic.ts';
import type { WeightBounds } from '../quadratic/weight-bounds.ts';
import { slopesOfRoom } from './budget-price.ts';
import { holdHessian } from './hold-hessian.ts';
import type { HoldPoint, HoldProblem } from './hold-sharpe.ts';
import { bentModel, type NewtonModel, shiftToDefinite } from './newton-model.ts';

/** How many symbols may leave bounds of one side at once; bounds the size of the Hessian. */
const freedAtOnce = 8;

/** Where a step begins. */
export interface BoundedPoint {
  readonly point: HoldPoint;
  readonly gradient: Float64Array;
  /** Those of the problem. */
  readonly bounds: WeightBounds;
}

/**
 * Where a Newton step leads within bounds: the maximiser, over weights within them of the same sum, of
 * a concave quadratic model of the ratio. Symbols between their bounds may move, and of the others the
 * few most promising.
 *
 * At an optimum within bounds slopes are those of the bounds' prices rather than 0, so that the
 * Hessian, which maps w to minus the gradient, bends both ways along the scale of w. Only changes that
 * keep the sum count: the model is `bentModel` across these, with its Levenberg shift.
 *
 * @returns  length n, within the bounds, of the same sum as the point's weights
 */
export function boundedNewtonTarget(
  problem: HoldProblem,
  { point, gradient, bounds }: BoundedPoint,
): Float64Array {
  const working = workingSet(point.weights, gradient, bounds);
  const target = point.weights.slice();
  if (working.length < 2) return target;
  const pick = (values: Float64Array) => Float64Array.from(working, (i) => values[i]);
  const slopes = pick(gradient);
  const weights = pick(point.weights);
  const model = alongTheBudget(
    bentModel(holdHessian(problem, point, working), { slopes, ratio: point.ratio }),
  );
  shiftToDefinite(model);
  const { values } = model.quadratic;
  const size = working.length;
  const linear = slopes.slice();
  let budget = 0;
  for (let i = 0; i < size; i++) {
    budget += weights[i];
    for (let j = 0; j < size; j++) linear[i] += values[i * size + j] * weights[j];
  }
  const found = boundedQuadratic({
    quadratic: model.quadratic,
    linear,
    lower: pick(bounds.lower),
    upper: pick(bounds.upper),
    budget,
  });
  if (found.solved) for (let k = 0; k < size; k++) target[working[k]] = found.weights[k];
  return target;
}

/**
 * The symbols between their bounds, and of the others those that promise most: at the lower bound with
 * a slope above that of some weight that can fall, at the upper with one below that of some that can rise.
 */
function workingSet(
  weights: Float64Array,
  gradient: Float64Array,
  bounds: WeightBounds,
): Int32Array {
  const { lower, upper } = bounds;
  const { steepest, flattest } = slopesOfRoom(weights, gradient, bounds);
  const between: number[] = [];
  const rising: number[] = [];
  const falling: number[] = [];
  for (let i = 0; i < weights.length; i++) {
    if (lower[i] === upper[i]) continue;
    if (weights[i] > lower[i] && weights[i] < upper[i]) between.push(i);
    else if (weights[i] <= lower[i] && gradient[i] > flattest) rising.push(i);
    else if (weights[i] >= upper[i] && gradient[i] < steepest) falling.push(i);
  }
  rising.sort((i, j) => gradient[j] - gradient[i] || i - j);
  falling.sort((i, j) => gradient[i] - gradient[j] || i - j);
  const freed = [...rising.slice(0, freedAtOnce), ...falling.slice(0, freedAtOnce)];
  return Int32Array.from([...between, ...freed]).sort();
}

/** The model's curvature along changes that add up to 0; across them its level. */
function alongTheBudget({ quadratic, level }: NewtonModel): NewtonModel {
  const { rows: size, values } = quadratic;
  const means = new Float64Array(size);
  let mean = 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) means[i] += values[i * size + j] / size;
    mean += means[i] / size;
  }
  const centred: Matrix = { rows: size, columns: size, values: new Float64Array(size * size) };
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      centred.values[i * size + j] = values[i * size + j] - means[i] - means[j] + mean + level;
    }
  }
  return { quadratic: centred, level };
}
