import {
  type Frontier,
  type FrontierPoint,
  highestCorner,
  lastPiece,
  pointAt,
} from './frontier-point.ts';

/** The portfolio of the highest utility, or why there is none. */
export type MaximumUtility =
  | {
      readonly solved: true;
      readonly point: FrontierPoint;
      /** μᵀw − δ/2·wᵀΣw, per period of the moments. */
      readonly utility: number;
    }
  /** A taste for risk, or no number: the utility is not concave, and not answered by the frontier. */
  | { readonly solved: false; readonly reason: 'negative-aversion' };

/**
 * Maximises the quadratic utility μᵀw − δ/2·wᵀΣw: the portfolio of the multiplier λ = 1/δ.
 *
 * @param riskAversion  δ, at least 0 and in units of 1/period as the moments: the moments of a year
 *                      go with the usual 1 to 10
 */
export function maximumUtility(frontier: Frontier, riskAversion: number): MaximumUtility {
  if (!(riskAversion >= 0)) return { solved: false, reason: 'negative-aversion' };
  const point = portfolioAt(frontier, 1 / riskAversion);
  const utility =
    riskAversion === Number.POSITIVE_INFINITY
      ? Number.NEGATIVE_INFINITY
      : point.expectedReturn - (riskAversion / 2) * point.variance;
  return { solved: true, point, utility };
}

/**
 * The portfolio that minimises ½wᵀΣw − λμᵀw.
 *
 * @param multiplier  λ, at least 0; above that of the first corner the portfolio is that corner
 */
export function portfolioAt(frontier: Frontier, multiplier: number): FrontierPoint {
  const piece = lastPiece(frontier, (corner) => corner.multiplier <= multiplier);
  if (piece === undefined) return { ...highestCorner(frontier), multiplier };
  const { lower, upper } = piece;
  const span = upper.multiplier - lower.multiplier;
  return pointAt(frontier, piece, (multiplier - lower.multiplier) / span);
}
