import { choleskyInPlace } from '../algebra/cholesky.ts';
import type { Matrix } from '../algebra/matrix.ts';
import type { WeightBounds } from '../quadratic/weight-bounds.ts';
import { atBound, budgetPrice } from './budget-price.ts';
import { holdHessian } from './hold-hessian.ts';
import type { HoldPoint, HoldProblem } from './hold-sharpe.ts';

/** Smallest curvature, as a share of the mean, that counts as bent. */
const flat = 1e-9;

/** Slope, in units of the annualised ratio, from which on a bound binds for certain. */
const binding = 1e-7;

/**
 * Whether a stationary point is a strict local maximum: the only best portfolio near itself.
 *
 * True when every symbol of weight 0 has a negative slope and the Hessian, on the symbols held,
 * is negative definite across the direction w, along which the ratio never changes. Within bounds:
 * when every bound that is met has a price, and the Hessian is negative definite along the changes of
 * the other weights that add up to 0.
 */
export function strictMaximum(
  problem: HoldProblem,
  point: HoldPoint,
  gradient: Float64Array,
): boolean {
  const { weights } = point;
  if (problem.bounds !== undefined) {
    return strictWithin(problem, { point, gradient, bounds: problem.bounds });
  }
  const held = Int32Array.from(weights.keys()).filter((i) => weights[i] > 0);
  for (let i = 0; i < weights.length; i++) {
    if (weights[i] === 0 && gradient[i] > -binding) return false;
  }
  const size = held.length;
  if (size === 1) return true;
  const { values } = holdHessian(problem, point, held);
  let level = 0;
  for (let i = 0; i < size; i++) level += Math.abs(values[i * size + i]) / size;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      // The rank-one term fills the direction w alone: an optimum's Hessian maps w to 0.
      values[i * size + j] = level * weights[held[i]] * weights[held[j]] - values[i * size + j];
    }
  }
  return choleskyInPlace({ rows: size, columns: size, values }, flat);
}

interface BoundedPoint {
  readonly point: HoldPoint;
  readonly gradient: Float64Array;
  readonly bounds: WeightBounds;
}

function strictWithin(problem: HoldProblem, { point, gradient, bounds }: BoundedPoint): boolean {
  const { weights } = point;
  const { lower, upper } = bounds;
  const { price } = budgetPrice(weights, gradient, bounds);
  const atLower = (i: number): boolean => weights[i] <= lower[i] + atBound;
  const atUpper = (i: number): boolean => weights[i] >= upper[i] - atBound;
  const movable = Int32Array.from(weights.keys()).filter((i) => lower[i] < upper[i]);
  const between = movable.filter((i) => !(atLower(i) || atUpper(i)));
  const priced = movable.filter((i) => {
    if (atLower(i)) return gradient[i] < price - binding;
    return atUpper(i) && gradient[i] > price + binding;
  });
  if (between.length + priced.length < movable.length) return false;
  // One weight alone between its bounds is what the others leave.
  if (between.length < 2) return true;
  return choleskyInPlace(bentAlongTheBudget(holdHessian(problem, point, between)), flat);
}

/** −H along changes that add up to 0: the last weight gives what the others take. */
function bentAlongTheBudget({ rows, values }: Matrix): Matrix {
  const last = rows - 1;
  const reduced = new Float64Array(last * last);
  for (let i = 0; i < last; i++) {
    for (let j = 0; j < last; j++) {
      const across = values[i * rows + last] + values[last * rows + j];
      reduced[i * last + j] = across - values[i * rows + j] - values[last * rows + last];
    }
  }
  return { rows: last, columns: last, values: reduced };
}
