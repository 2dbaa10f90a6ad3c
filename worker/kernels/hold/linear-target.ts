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
  { value, excess, count }: HoldPoint,
  subset: Int32Array,
): { centred: Matrix; means: Float64Array } {
  const { columns: days, values: g } = growth;
  const symbols = subset.length;
  const counted = Int32Array.from(excess.keys()).filter((t) => !Number.isNaN(excess[t]));
  const perUnit = Float64Array.from(counted, (t) => 1 / value[t - 1]);
  const factor = Float64Array.from(counted, (t) => value[t] / value[t - 1]);
  const values = new Float64Array(symbols * count);
  const means = new Float64Array(symbols);
  for (let i = 0; i < symbols; i++) {
    const own = values.subarray(i * count, (i + 1) * count);
    let sum = 0;
    for (let k = 0; k < count; k++) {
      const at = subset[i] * days + counted[k];
      own[k] = excess[counted[k]] + (g[at] - factor[k] * g[at - 1]) * perUnit[k];
      sum += own[k];
    }
    means[i] = sum / count;
    for (let k = 0; k < count; k++) own[k] -= means[i];
  }
  return { centred: { rows: symbols, columns: count, values }, means };
}
