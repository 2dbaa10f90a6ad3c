import { panelColumns } from '../algebra/block-products.ts';
import type { Matrix } from '../algebra/matrix.ts';
import { symmetricProducts } from '../algebra/symmetric-products.ts';
import { ratioSlopes } from './hold-gradient.ts';
import type { HoldPoint, HoldProblem } from './hold-sharpe.ts';

/** Days whose sensitivities are held at a time, so that they stay in the cache. */
const panelDays = panelColumns;

/** What a subset of k symbols adds to the Hessian. */
interface Sensitivities {
  /** k × k: the sum over days of a·zᵀ + z·aᵀ. */
  readonly products: Float64Array;
  /** ∂m/∂w and ∂s/∂w, length k. */
  readonly means: Float64Array;
  readonly deviations: Float64Array;
}

/** Sensitivities of some days, per symbol of the subset. */
interface Panel {
  /** a_t = ∂r_t/∂w, 0 on days without an excess. */
  readonly returns: Float64Array;
  /** z_t, such that the day's share of the Hessian is a·zᵀ + z·aᵀ. */
  readonly halves: Float64Array;
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
  const { products: values, means, deviations } = sensitivities(problem, point, subset);
  const { count, mean, deviation } = point;
  const scale = Math.sqrt(problem.periodsPerYear);
  const ofMeans = (scale * mean * count) / ((count - 1) * deviation ** 3);
  const ofBoth = -scale / deviation ** 2;
  const ofDeviations = (3 * scale * mean) / deviation ** 3;
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
  const factors = dayFactors(problem, point);
  const room = size * Math.min(panelDays, days);
  const panel = { returns: new Float64Array(room), halves: new Float64Array(room) };
  const sums = new Float64Array(size);
  const tilts = new Float64Array(size);
  const products = new Float64Array(size * size);
  for (let first = 1; first < days; first += panelDays) {
    const shape = { rows: size, columns: Math.min(panelDays, days - first) };
    for (let k = 0; k < size; k++) {
      const { sum, tilt } = fillRow(panel, problem.growth.values, {
        row: subset[k] * days + first,
        first,
        to: k * shape.columns,
        length: shape.columns,
        factors,
      });
      sums[k] += sum;
      tilts[k] += tilt;
    }
    const share = symmetricProducts(panel.returns, panel.halves, shape);
    for (let k = 0; k < products.length; k++) products[k] += share[k];
  }
  const { count, deviation } = point;
  return {
    products,
    means: sums.map((sum) => sum / count),
    deviations: tilts.map((tilt) => tilt / ((count - 1) * deviation)),
  };
}

/** One symbol's part of a panel. */
interface PanelRow {
  /** Where its growth on the panel's first day is; and that day. */
  readonly row: number;
  readonly first: number;
  /** Where it begins in the panel, and for how many days. */
  readonly to: number;
  readonly length: number;
  readonly factors: DayFactors;
}

/** @returns  Σ a and Σ (x − m)·a over the days of the panel */
function fillRow(
  { returns, halves }: Panel,
  growth: Float64Array,
  { row, first, to, length, factors }: PanelRow,
): { sum: number; tilt: number } {
  const { days, curvature } = factors;
  let before = growth[row - 1];
  let sum = 0;
  let tilt = 0;
  for (let k = 0; k < length; k++) {
    const day = perDay * (first + k);
    const now = growth[row + k];
    const a = now * days[day] - before * days[day + 1];
    returns[to + k] = a;
    halves[to + k] = curvature * a - before * days[day + 2];
    sum += a;
    tilt += days[day + 3] * a;
    before = now;
  }
  return { sum, tilt };
}

/** What a day contributes, whatever the symbol. */
interface DayFactors {
  /**
   * 1/V_{t−1}, V_t/V_{t−1}², c_t/V_{t−1} and x_t − m, one day after the other; 0 on days without an excess.
   * Side by side they are read in half the time that arrays of their own take.
   */
  readonly days: Float64Array;
  /** Half the weight of a·aᵀ; the same on all days. */
  readonly curvature: number;
}

const perDay = 4;

function dayFactors(problem: HoldProblem, point: HoldPoint): DayFactors {
  const { value, excess, count, mean, deviation } = point;
  const slopes = ratioSlopes(problem, point);
  const days = new Float64Array(perDay * value.length);
  for (let t = 1; t < value.length; t++) {
    if (Number.isNaN(excess[t])) continue;
    const perUnit = 1 / value[t - 1];
    days[perDay * t] = perUnit;
    days[perDay * t + 1] = value[t] * perUnit * perUnit;
    days[perDay * t + 2] = slopes[t] * perUnit;
    days[perDay * t + 3] = excess[t] - mean;
  }
  const scale = Math.sqrt(problem.periodsPerYear);
  return { days, curvature: (-scale * mean) / (2 * (count - 1) * deviation ** 3) };
}
