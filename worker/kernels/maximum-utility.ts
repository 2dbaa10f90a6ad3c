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
  /** A taste for risk makes the utility convex, and its maximum none of the frontier. */
  | { readonly solved: false; readonly reason: 'negative-aversion' };

/**
 * Maximises the quadratic utility μᵀw − δ/2·wᵀΣw: the portfolio of the multiplier λ = 1/δ.
 *
 * @param riskAversion  δ, finite and at least 0; of the moments of a year, 1 to 10 is usual
 */
export function maximumUtility(frontier: Frontier, riskAversion: number): MaximumUtility {
  if (!(riskAversion >= 0)) return { solved: false, reason: 'negative-aversion' };
  const point = portfolioAt(frontier, 1 / riskAversion);
  const utility = point.expectedReturn - (riskAversion / 2) * point.variance;
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
