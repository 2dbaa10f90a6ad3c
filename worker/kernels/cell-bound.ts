import { dot } from './dot.ts';
import { type HoldProblem, valuePath } from './hold-sharpe.ts';
import type { Matrix } from './matrix.ts';

/** A simplex of portfolios: one vertex a row, k vertices × n symbols. */
export type Cell = Matrix;

/** What two cells' returns may differ by, in all. */
interface Slack {
  /** Of the mean. */
  readonly mean: number;
  /** Of the standard deviation. */
  readonly deviation: number;
}

/** Relative allowance for the rounding of the bound itself. */
const rounding = 1e-12;

/**
 * An upper bound on the annualised ratio of every portfolio in a cell.
 *
 * Let the cell have vertices v_k and let w = Σλ_k·v_k, with values V and returns r.
 *
 * 1. r_t(w) is the mean of the r_t(v_k) under λ̃_k ∝ λ_k·V_{t−1}(v_k). Put λ in the place of λ̃
 *    and call the result y_t = Σλ_k·x_t(v_k). For any set A of vertices of mass P, whose mean
 *    value is ρ times that of the others, λ̃(A) − λ(A) = P(1−P)(ρ−1)/(1+P(ρ−1)); over P that is
 *    largest at P = 1/(1+√ρ), where it is (√ρ−1)/(√ρ+1), and ρ ≤ q_t, the quotient of the
 *    largest and the smallest V_{t−1}(v_k). A mean under λ̃ differs from that under λ by at most
 *    the total variation times the range of what is averaged, so
 *    |x_t(w) − y_t| ≤ δ_t = (√q_t−1)/(√q_t+1) · (max_k x_t(v_k) − min_k x_t(v_k)).
 * 2. Hence the mean is at most Σλ_k·(m_k + Δ), Δ = mean δ; and, the sample standard deviation
 *    being a seminorm, it is within D = √(Σδ²/(T−1)) of that of y.
 * 3. With C the covariances of the x(v_k), s(y)² = λᵀCλ. For any λ₀ Cauchy–Schwarz gives
 *    s(y) ≥ λᵀCλ₀/√(λ₀ᵀCλ₀): below, by numbers b_k, s(w) ≥ Σλ_k·b_k, b_k = (Cλ₀)_k/s₀ − D.
 *    Convexity gives, above, s(w) ≤ Σλ_k·(s_k + D).
 * 4. A quotient Σλ_k·p_k / Σλ_k·q_k with positive q_k is a mean of the p_k/q_k. So, where all
 *    b_k > 0 and some m_k + Δ > 0, the ratio is at most K·max (m_k+Δ)/b_k; where no m_k + Δ is
 *    positive, it is at most K·max (m_k+Δ)/(s_k+D).
 *
 * λ₀ is the centre. δ and what step 3 gives away shrink with the square of the cell's size.
 *
 * @returns  Infinity where neither case holds
 */
export function cellBound(problem: HoldProblem, cell: Cell): number {
  const corners = cornersOf(problem, cell);
  const slack = slackOf(corners);
  const highest = Math.max(...corners.means) + slack.mean;
  const floors = highest > 0 ? lowerDeviations(corners, slack) : upperDeviations(corners, slack);
  let bound = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < floors.length; k++) {
    if (!(floors[k] > 0)) return Number.POSITIVE_INFINITY;
    bound = Math.max(bound, (corners.means[k] + slack.mean) / floors[k]);
  }
  const annualised = Math.sqrt(problem.periodsPerYear) * bound;
  return annualised + rounding * (1 + Math.abs(annualised));
}

/** A cell's vertices as portfolios. */
interface Corners {
  /** k × (T+1). */
  readonly values: Matrix;
  /** k × (T+1), 0 on days without a hurdle. */
  readonly excess: Matrix;
  readonly means: Float64Array;
  /** k × k. */
  readonly covariance: Matrix;
  readonly count: number;
}

function cornersOf(problem: HoldProblem, cell: Cell): Corners {
  const { rows: size, columns: symbols } = cell;
  const days = problem.growth.columns;
  const count = countedDays(problem.hurdle);
  const values = new Float64Array(size * days);
  const excess = new Float64Array(size * days);
  const centred = new Float64Array(size * days);
  const means = new Float64Array(size);
  for (let k = 0; k < size; k++) {
    const weights = cell.values.subarray(k * symbols, (k + 1) * symbols);
    const value = valuePath(problem.growth, weights);
    const row = excessOf(value, problem.hurdle);
    const mean = sumOf(row) / count;
    values.set(value, k * days);
    excess.set(row, k * days);
    centred.set(centredAt(row, problem.hurdle, mean), k * days);
    means[k] = mean;
  }
  const shape = { rows: size, columns: days };
  const covariance = products({ ...shape, values: centred }, count - 1);
  return {
    values: { ...shape, values },
    excess: { ...shape, values: excess },
    means,
    covariance,
    count,
  };
}

function countedDays(hurdle: Float64Array): number {
  let count = 0;
  for (let t = 0; t < hurdle.length; t++) if (!Number.isNaN(hurdle[t])) count += 1;
  return count;
}

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (let t = 0; t < values.length; t++) sum += values[t];
  return sum;
}

function centredAt(excess: Float64Array, hurdle: Float64Array, mean: number): Float64Array {
  const centred = new Float64Array(excess.length);
  for (let t = 1; t < excess.length; t++) {
    if (!Number.isNaN(hurdle[t])) centred[t] = excess[t] - mean;
  }
  return centred;
}

function excessOf(value: Float64Array, hurdle: Float64Array): Float64Array {
  const excess = new Float64Array(value.length);
  for (let t = 1; t < value.length; t++) {
    const x = value[t] / value[t - 1] - 1 - hurdle[t];
    if (!Number.isNaN(x)) excess[t] = x;
  }
  return excess;
}

function products({ rows: size, columns: days, values: x }: Matrix, divisor: number): Matrix {
  const values = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      const runs = { left: x, leftStart: i * days, right: x, rightStart: j * days };
      values[i * size + j] = dot(runs, days) / divisor;
    }
  }
  return { rows: size, columns: size, values };
}

function slackOf({ values, excess, count }: Corners): Slack {
  const value = envelope(values);
  const range = envelope(excess);
  let sum = 0;
  let squares = 0;
  for (let t = 1; t < excess.columns; t++) {
    const root = Math.sqrt(value.high[t - 1] / value.low[t - 1]);
    const delta = ((root - 1) / (root + 1)) * (range.high[t] - range.low[t]);
    sum += delta;
    squares += delta * delta;
  }
  return { mean: sum / count, deviation: Math.sqrt(squares / (count - 1)) };
}

/** The least and the greatest of each column. */
function envelope({ rows, columns, values }: Matrix): { low: Float64Array; high: Float64Array } {
  const low = values.slice(0, columns);
  const high = values.slice(0, columns);
  for (let k = 1; k < rows; k++) {
    for (let t = 0; t < columns; t++) {
      const value = values[k * columns + t];
      if (value < low[t]) low[t] = value;
      if (value > high[t]) high[t] = value;
    }
  }
  return { low, high };
}

/** The b_k of step 3. */
function lowerDeviations({ covariance }: Corners, slack: Slack): Float64Array {
  const size = covariance.rows;
  const floors = new Float64Array(size);
  let square = 0;
  for (let k = 0; k < size; k++) {
    for (let l = 0; l < size; l++) floors[k] += covariance.values[k * size + l] / size;
    square += floors[k] / size;
  }
  const centre = Math.sqrt(square);
  return floors.map((value) => value / centre - slack.deviation);
}

function upperDeviations({ covariance }: Corners, slack: Slack): Float64Array {
  const size = covariance.rows;
  const ceilings = new Float64Array(size);
  for (let k = 0; k < size; k++) {
    ceilings[k] = Math.sqrt(covariance.values[k * (size + 1)]) + slack.deviation;
  }
  return ceilings;
}
