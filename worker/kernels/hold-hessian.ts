import { ratioSlopes } from './hold-gradient.ts';
import type { HoldPoint, HoldProblem } from './hold-sharpe.ts';
import type { Matrix } from './matrix.ts';

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
  const values = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      const value =
        symmetricDot(
          { left: returns, right: halves, leftStart: i * days, rightStart: j * days },
          days,
        ) +
        ofMeans * means[i] * means[j] +
        ofBoth * (means[i] * deviations[j] + deviations[i] * means[j]) +
        ofDeviations * deviations[i] * deviations[j];
      values[i * size + j] = value;
      values[j * size + i] = value;
    }
  }
  return { rows: size, columns: size, values };
}

interface Rows {
  readonly left: Float64Array;
  readonly right: Float64Array;
  readonly leftStart: number;
  readonly rightStart: number;
}

function symmetricDot({ left, right, leftStart: i, rightStart: j }: Rows, length: number): number {
  let sum0 = 0;
  let sum1 = 0;
  for (let t = 0; t < length; t++) {
    sum0 += left[i + t] * right[j + t];
    sum1 += right[i + t] * left[j + t];
  }
  return sum0 + sum1;
}

function sensitivities(problem: HoldProblem, point: HoldPoint, subset: Int32Array): Sensitivities {
  const days = problem.growth.columns;
  const size = subset.length;
  const { value, excess, count, mean, deviation } = point;
  const growth = problem.growth.values;
  const slopes = ratioSlopes(problem, point);
  const curvature =
    (-Math.sqrt(problem.periodsPerYear) * mean) / (2 * (count - 1) * deviation ** 3);
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
      const x = excess[t];
      if (Number.isNaN(x)) continue;
      const before = value[t - 1];
      const held = growth[from + t - 1] / before;
      const a = growth[from + t] / before - (value[t] / before) * held;
      returns[to + t] = a;
      halves[to + t] = curvature * a - slopes[t] * held;
      sum += a;
      tilted += (x - mean) * a;
    }
    means[k] = sum / count;
    deviations[k] = tilted / ((count - 1) * deviation);
  }
  return { returns, halves, means, deviations };
}
