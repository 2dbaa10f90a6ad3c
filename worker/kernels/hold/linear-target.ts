import { gram } from '../algebra/gram.ts';
import type { Matrix } from '../algebra/matrix.ts';
import { fixedMixWeights } from './fixed-mix.ts';
import type { HoldPoint, HoldProblem } from './hold-sharpe.ts';

/**
 * Where the ratio would be best if each day's return were linear in the weights, with the slopes
 * that it has at a point: x_t + a_t·w over Σw = 1, a_t = (g_t − (1 + r_t)·g_{t−1})/V_{t−1}, is the
 * return of a fixed mix, whose best weights are found at once. It is a Gauss–Newton step of the
 * ratio itself, not of a quadratic model of it: from a portfolio of everything it leads to about the
 * right few symbols, for half of what the Hessian of all costs.
 *
 * @param subset  indices of the symbols that may be held; all others are let go of. Within bounds: all
 * @returns       length n, summing to 1; undefined when no symbol gains on the hurdle by that measure
 */
export function linearTarget(
  problem: HoldProblem,
  point: HoldPoint,
  subset: Int32Array,
): Float64Array | undefined {
  const { centred, means } = linearReturns(problem, point, subset);
  const covariance = gram(centred);
  for (let k = 0; k < covariance.values.length; k++) covariance.values[k] /= point.count - 1;
  const found = fixedMixWeights({ mean: means, covariance }, problem.bounds);
  if (found === undefined) return undefined;
  const target = new Float64Array(point.weights.length);
  for (let k = 0; k < subset.length; k++) target[subset[k]] = found[k];
  return target;
}

/** k × count: the linear returns of some symbols, each one's less their mean. */
function linearReturns(
  { growth }: HoldProblem,
  point: HoldPoint,
  subset: Int32Array,
): { centred: Matrix; means: Float64Array } {
  const { columns: length, values: g } = growth;
  const { count } = point;
  const symbols = subset.length;
  const { days, factors } = dayFactors(point);
  const values = new Float64Array(symbols * count);
  const means = new Float64Array(symbols);
  for (let i = 0; i < symbols; i++) {
    const path = subset[i] * length;
    const own = i * count;
    let sum = 0;
    for (let k = 0; k < count; k++) {
      const at = path + days[k];
      const of = perDay * k;
      const linear = factors[of] + (g[at] * factors[of + 1] - g[at - 1] * factors[of + 2]);
      values[own + k] = linear;
      sum += linear;
    }
    means[i] = sum / count;
    for (let k = own; k < own + count; k++) values[k] -= means[i];
  }
  return { centred: { rows: symbols, columns: count, values }, means };
}

/** The days that have an excess, and what each contributes, whatever the symbol. */
interface DayFactors {
  readonly days: Int32Array;
  /** x_t, 1/V_{t−1} and V_t/V_{t−1}², one day after the other. */
  readonly factors: Float64Array;
}

const perDay = 3;

function dayFactors({ value, excess, count }: HoldPoint): DayFactors {
  const days = new Int32Array(count);
  const factors = new Float64Array(perDay * count);
  let k = 0;
  for (let t = 1; t < excess.length; t++) {
    if (Number.isNaN(excess[t])) continue;
    const perUnit = 1 / value[t - 1];
    days[k] = t;
    factors[perDay * k] = excess[t];
    factors[perDay * k + 1] = perUnit;
    factors[perDay * k + 2] = value[t] * perUnit * perUnit;
    k += 1;
  }
  return { days, factors };
}
