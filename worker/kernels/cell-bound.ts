import { cornerMoments } from './corner-moments.ts';
import type { HoldProblem } from './hold-sharpe.ts';
import type { Matrix } from './matrix.ts';

/** A simplex of portfolios: one vertex a row, k vertices × n symbols. */
export type Cell = Matrix;

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
  const { means, covariance, slack } = cornerMoments(problem, cell);
  const highest = Math.max(...means) + slack.mean;
  const divisors = highest > 0 ? lowerDeviations(covariance) : upperDeviations(covariance);
  const signed = highest > 0 ? -slack.deviation : slack.deviation;
  let bound = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < divisors.length; k++) {
    const divisor = divisors[k] + signed;
    if (!(divisor > 0)) return Number.POSITIVE_INFINITY;
    bound = Math.max(bound, (means[k] + slack.mean) / divisor);
  }
  const annualised = Math.sqrt(problem.periodsPerYear) * bound;
  return annualised + rounding * (1 + Math.abs(annualised));
}

/** The b_k of step 3, but for D. */
function lowerDeviations(covariance: Matrix): Float64Array {
  const size = covariance.rows;
  const lower = new Float64Array(size);
  let square = 0;
  for (let k = 0; k < size; k++) {
    for (let l = 0; l < size; l++) lower[k] += covariance.values[k * size + l] / size;
    square += lower[k] / size;
  }
  const centre = Math.sqrt(square);
  return lower.map((value) => value / centre);
}

/** The s_k of step 3. */
function upperDeviations(covariance: Matrix): Float64Array {
  const size = covariance.rows;
  const upper = new Float64Array(size);
  for (let k = 0; k < size; k++) upper[k] = Math.sqrt(covariance.values[k * (size + 1)]);
  return upper;
}
