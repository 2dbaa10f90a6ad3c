import type { Matrix } from '../algebra/matrix.ts';
import { type CornerMoments, cornerMoments } from './corner-moments.ts';
import type { HoldProblem } from './hold-sharpe.ts';

/** A simplex of portfolios: one vertex a row, k vertices × n symbols. */
export type Cell = Matrix;

/** Relative allowance for the rounding of the bound itself. */
const rounding = 1e-12;

/**
 * An upper bound on the annualised ratio of every portfolio in a cell.
 *
 * Let the cell have k vertices v_i, of values V_i and excess returns x_i, and let w = Σλ_i·v_i.
 *
 * 1. On each day x(w) = Σλ_i·V_i·x_i/E, E = Σλ_i·V_i, all V of the day before. Taking away
 *    y = Σλ_i·x_i leaves a covariance over λ, divided by E:
 *    e = x(w) − y = Σ_{i<j} λ_i·λ_j·c_ij/E with c_ij = (V_i − V_j)·(x_i − x_j).
 * 2. E lies between the lowest and the highest V_i, l and h, so 1/E is within
 *    ρ = (1/l − 1/h)/2 of (1/l + 1/h)/2. For any numbers φ_t, therefore, Σφ_t·e_t is at most
 *    Σ_{i<j} λ_i·λ_j·B_ij, where B_ij = Σφ_t·c_ij·(1/l + 1/h)/2 + Σ|φ_t|·|c_ij|·ρ; and
 *    Σ_{i<j} λ_i·λ_j = (1 − Σλ_i²)/2 ≤ κ = (k − 1)/(2k), so it is at most κ·max(0, B_ij).
 * 3. With φ = 1/T: the mean of x(w) is at most Σλ_i·(m_i + Δ).
 * 4. Let λ₀ be the centre, y₀ = Σλ₀_i·x_i, C the covariances of the x_i and s₀² = λ₀ᵀCλ₀. By
 *    Cauchy–Schwarz s(w)·s₀ ≥ cov(x(w), y₀) = λᵀCλ₀ + cov(e, y₀). With φ = −(y₀ − mean)/(T−1),
 *    −cov(e, y₀) ≤ Γ, so that s(w) ≥ Σλ_i·b_i, b_i = ((Cλ₀)_i − Γ)/s₀.
 * 5. The sample standard deviation is a seminorm: s(w) ≤ Σλ_i·(s_i + D), D = √(Σδ²/(T−1)),
 *    as |e| ≤ δ = κ·max|c_ij|/l.
 * 6. A quotient Σλ_i·p_i / Σλ_i·q_i with positive q_i is a mean of the p_i/q_i. So, where all
 *    b_i > 0 and some m_i + Δ > 0, the ratio is at most K·max (m_i + Δ)/b_i; where no m_i + Δ is
 *    positive, it is at most K·max (m_i + Δ)/(s_i + D).
 *
 * All that is given away shrinks with the square of the cell's size.
 *
 * @returns  Infinity where neither case holds
 */
export function cellBound(problem: HoldProblem, cell: Cell): number {
  const moments = cornerMoments(problem, cell);
  const { means, meanSlack } = moments;
  const divisors =
    Math.max(...means) + meanSlack > 0 ? lowerDeviations(moments) : upperDeviations(moments);
  let bound = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < divisors.length; k++) {
    if (!(divisors[k] > 0)) return Number.POSITIVE_INFINITY;
    bound = Math.max(bound, (means[k] + meanSlack) / divisors[k]);
  }
  const annualised = Math.sqrt(problem.periodsPerYear) * bound;
  return annualised + rounding * (1 + Math.abs(annualised));
}

/** The b_i of step 4. */
function lowerDeviations({ covariance, centreSlack }: CornerMoments): Float64Array {
  const size = covariance.rows;
  const lower = new Float64Array(size);
  let square = 0;
  for (let k = 0; k < size; k++) {
    for (let l = 0; l < size; l++) lower[k] += covariance.values[k * size + l] / size;
    square += lower[k] / size;
  }
  const centre = Math.sqrt(square);
  return lower.map((value) => (value - centreSlack) / centre);
}

/** The s_i + D of step 5. */
function upperDeviations({ covariance, deviationSlack }: CornerMoments): Float64Array {
  const size = covariance.rows;
  const upper = new Float64Array(size);
  for (let k = 0; k < size; k++) {
    upper[k] = Math.sqrt(covariance.values[k * (size + 1)]) + deviationSlack;
  }
  return upper;
}
