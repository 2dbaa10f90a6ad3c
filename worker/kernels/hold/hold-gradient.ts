import { dot } from '../algebra/dot.ts';
import type { WeightBounds } from '../quadratic/weight-bounds.ts';
import { budgetPrice } from './budget-price.ts';
import type { HoldPoint, HoldProblem } from './hold-sharpe.ts';

/**
 * The slope of the ratio in each day's excess return: for a day with an excess x,
 * K · [1/(T·s) − m·(x − m)/((T−1)·s³)], with K = √periodsPerYear, mean m and deviation s.
 *
 * @returns  length T+1; 0 on days without an excess
 */
export function ratioSlopes(problem: HoldProblem, point: HoldPoint): Float64Array {
  const { excess, count, mean, deviation } = point;
  const scale = Math.sqrt(problem.periodsPerYear);
  const level = scale / (count * deviation);
  const tilt = (scale * mean) / ((count - 1) * deviation ** 3);
  const slopes = new Float64Array(excess.length);
  for (let t = 1; t < excess.length; t++) {
    const x = excess[t];
    if (!Number.isNaN(x)) slopes[t] = level - tilt * (x - mean);
  }
  return slopes;
}

/**
 * The gradient of the annualised ratio in the weights.
 *
 * With r_t = V_t/V_{t−1} − 1 and V = Gᵀw, the slope in V_t is
 * d_t = c_t/V_{t−1} − c_{t+1}·V_{t+1}/V_t², c being {@link ratioSlopes}; the gradient is G·d.
 * The ratio doesn't change when all weights are scaled, so that w · gradient = 0.
 *
 * @returns  length n
 */
export function holdGradient(problem: HoldProblem, point: HoldPoint): Float64Array {
  const { growth } = problem;
  const { value } = point;
  const days = growth.columns;
  const slopes = ratioSlopes(problem, point);
  const valueSlopes = new Float64Array(days);
  for (let t = 1; t < days; t++) {
    const perUnit = 1 / value[t - 1];
    const slope = slopes[t] * perUnit;
    valueSlopes[t] += slope;
    valueSlopes[t - 1] -= slope * value[t] * perUnit;
  }
  const gradient = new Float64Array(growth.rows);
  const left = growth.values;
  for (let i = 0; i < gradient.length; i++) {
    gradient[i] = dot({ left, leftStart: i * days, right: valueSlopes, rightStart: 0 }, days);
  }
  return gradient;
}

/**
 * By how much a portfolio fails the Karush–Kuhn–Tucker conditions of the simplex. Because the
 * ratio is scale-free the budget's multiplier is 0: the gradient must vanish where a weight is
 * held, and must not be positive where it is 0. Within bounds it is that of {@link budgetPrice}.
 *
 * @returns  the largest violation, in units of the annualised ratio; 0 at a stationary point
 */
export function kktResidual(
  weights: Float64Array,
  gradient: Float64Array,
  bounds?: WeightBounds,
): number {
  if (bounds !== undefined) return budgetPrice(weights, gradient, bounds).residual;
  let residual = 0;
  for (let i = 0; i < weights.length; i++) {
    const violation = weights[i] > 0 ? Math.abs(gradient[i]) : gradient[i];
    if (violation > residual) residual = violation;
  }
  return residual;
}
