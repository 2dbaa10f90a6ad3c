import { rowMix } from '../algebra/add-rows.ts';
import { inner } from '../algebra/inner.ts';
import type { Matrix } from '../algebra/matrix.ts';
import { rowMixes } from '../algebra/row-mixes.ts';
import type { Moments } from '../covariances/moments.ts';
import type { CornerPortfolio } from './corner-portfolio.ts';

/** A traced frontier, with the moments by which its portfolios are reported. */
export interface Frontier extends Moments {
  /** From the highest return to the least variance; at least one. */
  readonly corners: readonly CornerPortfolio[];
}

/** A portfolio on the frontier. */
export interface FrontierPoint extends CornerPortfolio {
  /** μᵀw, per period of the moments. */
  readonly expectedReturn: number;
  /** wᵀΣw, per period; not below 0. */
  readonly variance: number;
  /** √variance. */
  readonly volatility: number;
}

/** The corner of the highest return, with its figures. */
export function highestCorner({ corners, ...moments }: Frontier): FrontierPoint {
  return pointOf(moments, corners[0]);
}

/** The corner of the least variance, with its figures. */
export function lowestCorner({ corners, ...moments }: Frontier): FrontierPoint {
  return pointOf(moments, corners[corners.length - 1]);
}

/** The figures of a portfolio. */
export function pointOf(moments: Moments, corner: CornerPortfolio): FrontierPoint {
  return pointWith(moments, corner, rowMix(moments.covariance, corner.weights));
}

/** The figures of many portfolios. */
export function pointsOf(moments: Moments, corners: readonly CornerPortfolio[]): FrontierPoint[] {
  const risks = rowMixes(
    moments.covariance,
    corners.map(({ weights }) => weights),
  );
  return corners.map((corner, k) => pointWith(moments, corner, risks[k]));
}

function pointWith({ mean }: Moments, corner: CornerPortfolio, risk: Float64Array): FrontierPoint {
  const { weights } = corner;
  const variance = Math.max(0, inner(risk, weights));
  const expectedReturn = inner(mean, weights);
  return { ...corner, expectedReturn, variance, volatility: Math.sqrt(variance) };
}

/**
 * A straight piece of the frontier between neighbouring corners. At share t from the lower to the
 * upper one the return is that of the lower + t·gain, the variance that of the lower + 2t·tilt + t²·bend.
 */
export interface FrontierPiece {
  readonly lower: FrontierPoint;
  readonly upper: FrontierPoint;
  /** Difference of the returns, at least 0. */
  readonly gain: number;
  /** Covariance of the lower corner with the difference of the two. */
  readonly tilt: number;
  /** Variance of the difference. */
  readonly bend: number;
}

/** Neighbouring corners. */
export interface CornerPair {
  readonly lower: CornerPortfolio;
  readonly upper: CornerPortfolio;
}

/**
 * The corners between which a condition ceases to hold, found by halving.
 *
 * @param holds  holds at the corner of least variance; once broken, it stays so as the return rises
 * @returns      undefined when it holds at the corner of the highest return as well
 */
export function lastPair(
  { corners }: Frontier,
  holds: (corner: CornerPortfolio) => boolean,
): CornerPair | undefined {
  if (holds(corners[0])) return undefined;
  let broken = 0;
  let held = corners.length - 1;
  while (held - broken > 1) {
    const middle = (held + broken) >> 1;
    if (holds(corners[middle])) held = middle;
    else broken = middle;
  }
  return { lower: corners[held], upper: corners[broken] };
}

/** The piece between the corners of {@link lastPair}. */
export function lastPiece(
  frontier: Frontier,
  holds: (corner: CornerPortfolio) => boolean,
): FrontierPiece | undefined {
  const pair = lastPair(frontier, holds);
  return pair && pieceBetween(frontier, pair.lower, pair.upper);
}

/** The piece between two neighbouring corners. */
export function pieceBetween(
  moments: Moments,
  lower: CornerPortfolio,
  upper: CornerPortfolio,
): FrontierPiece {
  const change = upper.weights.map((weight, i) => weight - lower.weights[i]);
  return {
    lower: pointOf(moments, lower),
    upper: pointOf(moments, upper),
    gain: inner(moments.mean, change),
    tilt: bilinear(moments.covariance, lower.weights, change),
    bend: Math.max(0, bilinear(moments.covariance, change, change)),
  };
}

/**
 * The portfolio at a share of the way from the lower corner to the upper one.
 *
 * @param share  counts as 0 below 0 and when it is not a number, as 1 above 1
 */
export function pointAt(moments: Moments, pair: CornerPair, share: number): FrontierPoint {
  return pointOf(moments, portfolioAt(pair, share));
}

/** The same without its figures. */
export function portfolioAt({ lower, upper }: CornerPair, share: number): CornerPortfolio {
  if (!(share > 0)) return lower;
  if (share >= 1) return upper;
  const weights = lower.weights.map((weight, i) => weight + share * (upper.weights[i] - weight));
  const multiplier = lower.multiplier + share * (upper.multiplier - lower.multiplier);
  return { weights, multiplier, places: upper.places };
}

/** μᵀw. */
export function expectedReturnOf({ mean }: Moments, { weights }: CornerPortfolio): number {
  return inner(mean, weights);
}

/** xᵀΣy, without the rows where x is 0. */
function bilinear(covariance: Matrix, x: Float64Array, y: Float64Array): number {
  return inner(rowMix(covariance, x), y);
}
