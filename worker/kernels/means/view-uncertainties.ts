import type { Matrix } from '../algebra/matrix.ts';
import { rowProducts } from '../algebra/row-products.ts';

/** What the uncertainty of views is measured by. */
export interface ViewRisk {
  /** P, K × N: row k holds the portfolio that view k is about. */
  readonly portfolios: Matrix;
  /** Σ, N × N. */
  readonly covariance: Matrix;
  /** τ, as in `blackLitterman`. */
  readonly tau: number;
}

/**
 * He and Litterman's Ω: each view is as uncertain as the prior is of its portfolio, τ·p·Σ·pᵀ.
 *
 * @returns  the diagonal, length K
 * @see He & Litterman (1999), The Intuition Behind Black–Litterman Model Portfolios, appendix B
 */
export function proportionalUncertainties({ portfolios, covariance, tau }: ViewRisk): Float64Array {
  const { rows: count, columns: size } = portfolios;
  const reach = rowProducts(portfolios, covariance).values;
  const result = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    let variance = 0;
    for (let i = 0; i < size; i++)
      variance += reach[k * size + i] * portfolios.values[k * size + i];
    result[k] = tau * variance;
  }
  return result;
}

/** The confidence that stands in for none at all, of which the uncertainty would be infinite. */
const leastConfidence = 1e-12;

/**
 * Idzorek's Ω from confidences: a view held alone moves its portfolio's return by the confidence's
 * share of the way from prior to view. In closed form τ·p·Σ·pᵀ·(1 − c)/c.
 *
 * @param confidences  length K, from 0 (no view at all) to 1 (certain)
 * @returns            the diagonal, length K
 * @throws {RangeError} confidences of another number than views
 * @see Idzorek (2005), A Step-by-Step Guide to the Black–Litterman Model, §3; Walters (2014), The
 *      Black–Litterman Model in Detail, for the closed form
 */
export function idzorekUncertainties(risk: ViewRisk, confidences: Float64Array): Float64Array {
  if (confidences.length !== risk.portfolios.rows) {
    throw new RangeError(`${confidences.length} confidences for ${risk.portfolios.rows} views.`);
  }
  return proportionalUncertainties(risk).map((variance, k) => {
    const confidence = Math.max(confidences[k], leastConfidence);
    return (variance * (1 - confidence)) / confidence;
  });
}
