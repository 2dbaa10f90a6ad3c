import type { Matrix } from '../algebra/matrix.ts';
import type { Moments } from '../covariances/moments.ts';
import type { CornerPortfolio } from './corner-portfolio.ts';
import {
  expectedReturnOf,
  type Frontier,
  type FrontierPiece,
  type FrontierPoint,
  highestCorner,
  lastPiece,
  lowestCorner,
  pointAt,
  pointOf,
} from './frontier-point.ts';

/** The portfolio of the best Sharpe ratio, or why there is none. */
export type MaximumSharpe =
  | {
      readonly solved: true;
      readonly point: FrontierPoint;
      /** (μᵀw − rate)/√(wᵀΣw), per period of the moments. */
      readonly ratio: number;
    }
  | {
      readonly solved: false;
      readonly reason: 'no-positive-excess';
      /** The highest expected return less the rate: not above 0, but for rounding. */
      readonly highestExcess: number;
    }
  | {
      /** Some portfolio gains on the rate without risk: the ratio has no bound. */
      readonly solved: false;
      readonly reason: 'riskless-excess';
      readonly point: FrontierPoint;
    };

/** Of the mean variance of symbols: a portfolio of less has no risk but rounding. */
const riskless = 1e-12;

/** Of the largest mean: an excess of less is none. */
const rounding = 1e-12;

/**
 * The portfolio of the best Sharpe ratio when it is rebalanced every period (a fixed mix). On the
 * frontier the ratio rises while variance > λ·excess and falls from there on; on the piece where the
 * sign changes the best share is a quotient.
 *
 * @param rate  risk-free return per period of the moments
 * @see Sharpe (1994), J. Portfolio Management 21(1)
 */
export function maximumSharpe(frontier: Frontier, rate: number): MaximumSharpe {
  const highest = highestCorner(frontier);
  const highestExcess = highest.expectedReturn - rate;
  const nothing = rounding * largestOf(frontier.mean);
  if (!(highestExcess > nothing))
    return { solved: false, reason: 'no-positive-excess', highestExcess };
  const floor = riskless * meanVariance(frontier.covariance);
  const lowest = lowestCorner(frontier);
  if (lowest.variance <= floor && lowest.expectedReturn - rate > nothing) {
    return { solved: false, reason: 'riskless-excess', point: lowest };
  }
  const piece = lastPiece(frontier, (corner) => isBelowBestRatio(frontier, rate, corner));
  const point =
    piece === undefined ? highest : pointAt(frontier, piece, bestShare(piece, { rate, floor }));
  if (point.variance <= floor) return { solved: false, reason: 'riskless-excess', point };
  return { solved: true, point, ratio: (point.expectedReturn - rate) / point.volatility };
}

/**
 * Whether the ratio still rises at a corner as λ does: the best one is not below it. Holds at the
 * least variance; once broken, it stays so.
 */
export function isBelowBestRatio(moments: Moments, rate: number, corner: CornerPortfolio): boolean {
  const excess = expectedReturnOf(moments, corner) - rate;
  return pointOf(moments, corner).variance >= corner.multiplier * excess;
}

interface Limits {
  readonly rate: number;
  readonly floor: number;
}

function bestShare({ lower, gain, tilt, bend }: FrontierPiece, { rate, floor }: Limits): number {
  // Away from a riskless portfolio that gains nothing the ratio does not fall.
  if (lower.variance <= floor) return 1;
  const excess = lower.expectedReturn - rate;
  return (gain * lower.variance - excess * tilt) / (excess * bend - gain * tilt);
}

function largestOf(values: Float64Array): number {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  return largest;
}

function meanVariance({ rows: size, values }: Matrix): number {
  let trace = 0;
  for (let i = 0; i < size; i++) trace += values[i * size + i];
  return trace / size;
}
