import type { Matrix } from '../algebra/matrix.ts';
import { symmetricProducts } from '../algebra/symmetric-products.ts';
import { ratioSlopes } from './hold-gradient.ts';
import type { HoldPoint, HoldProblem } from './hold-sharpe.ts';

/** Per symbol of a subset: its returns' sensitivities and the moments' gradients. */
interface Sensitivities {
  /** k × (T+1): a_t = ∂r_t/∂w, 0 on days without an excess. */
  readonly returns: Float64Array;
  /** k × (T+1): z_t, such that the day's share of the Hessian is a·zᵀ + z·aᵀ. */
  readonly halves: Float64Array;
  /** ∂m/∂w and ∂s/∂w, length k. */
  readonly means: Float64Array;
  readonly deviations: Float64Array;
}

/**
 * The Hessian of the annualised ratio in the weights of some symbols.
 *
 * r_t has the gradient a_t = (g_t − (1 + r_t)·g_{t−1})/V_{t−1} and the Hessian
 * −(a_t·u_tᵀ + u_t·a_tᵀ), u_t = g_{t−1}/V_{t−1}. With ṁ = mean a, ṡ = Σ(x − m)·a/((T−1)·s) and
 * c the slopes of the ratio in the excess returns,
 *
 *   H = Σ c_t·∇²r_t + K·[ −(Σ a·aᵀ)·m/((T−1)·s³) + ṁ·ṁᵀ·m·T/((T−1)·s³)
 *                        − (ṁ·ṡᵀ + ṡ·ṁᵀ)/s² + 3·m·ṡ·ṡᵀ/s³ ].
 *
 * @param subset  k indices of symbols
 * @returns       k × k, symmetric
 */
export function holdHessian(problem: HoldProblem, point: HoldPoint, subset: Int32Array): Matrix {
  const size = subset.length;
  const days = problem.growth.columns;
  const { returns, halves, means, deviations } = sensitivities(problem, point, subset);
  const { count, mean, deviation } = point;
  const scale = Math.sqrt(problem.periodsPerYear);
  const ofMeans = (scale * mean * count) / ((count - 1) * deviation ** 3);
  const ofBoth = -scale / deviation ** 2;
  const ofDeviations = (3 * scale * mean) / deviation ** 3;
  const values = symmetricProducts(returns, halves, { rows: size, columns: days });
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      values[i * size + j] +=
        ofMeans * means[i] * means[j] +
        ofBoth * (means[i] * deviations[j] + deviations[i] * means[j]) +
        ofDeviations * deviations[i] * deviations[j];
    }
  }
  return { rows: size, columns: size, values };
}

function sensitivities(problem: HoldProblem, point: HoldPoint, subset: Int32Array): Sensitivities {
  const days = problem.growth.columns;
  const size = subset.length;
  const { count, deviation } = point;
  const growth = problem.growth.values;
  const { perUnit, factor, slopes, centred, curvature } = dayFactors(problem, point);
  const returns = new Float64Array(size * days);
  const halves = new Float64Array(size * days);
  const means = new Float64Array(size);
  const deviations = new Float64Array(size);
  for (let k = 0; k < size; k++) {
    const from = subset[k] * days;
    const to = k * days;
    let sum = 0;
    let tilted = 0;
    for (let t = 1; t < days; t++) {
      const held = growth[from + t - 1] * perUnit[t];
      const a = growth[from + t] * perUnit[t] - factor[t] * held;
      returns[to + t] = a;
      halves[to + t] = curvature * a - slopes[t] * held;
      sum += a;
      tilted += centred[t] * a;
    }
    means[k] = sum / count;
    deviations[k] = tilted / ((count - 1) * deviation);
  }
  return { returns, halves, means, deviations };
}

/** What a day contributes, whatever the symbol. Length T+1; 0 on days without an excess. */
interface DayFactors {
  /** 1/V_{t−1}. */
  readonly perUnit: Float64Array;
  /** V_t/V_{t−1}. */
  readonly factor: Float64Array;
  readonly slopes: Float64Array;
  readonly centred: Float64Array;
  /** Half the weight of a·aᵀ; the same on all days. */
  readonly curvature: number;
}

function dayFactors(problem: HoldProblem, point: HoldPoint): DayFactors {
  const { value, excess, count, mean, deviation } = point;
  const days = value.length;
  const perUnit = new Float64Array(days);
  const factor = new Float64Array(days);
  const centred = new Float64Array(days);
  for (let t = 1; t < days; t++) {
    if (Number.isNaN(excess[t])) continue;
    perUnit[t] = 1 / value[t - 1];
    factor[t] = value[t] * perUnit[t];
    centred[t] = excess[t] - mean;
  }
  const scale = Math.sqrt(problem.periodsPerYear);
  const curvature = (-scale * mean) / (2 * (count - 1) * deviation ** 3);
  return { perUnit, factor, slopes: ratioSlopes(problem, point), centred, curvature };
}
