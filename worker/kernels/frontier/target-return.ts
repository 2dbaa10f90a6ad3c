import type { CornerPortfolio } from './corner-portfolio.ts';
import {
  type CornerPair,
  expectedReturnOf,
  type Frontier,
  type FrontierPoint,
  lastPair,
  lowestCorner,
  pointOf,
  portfolioAt,
} from './frontier-point.ts';

/** The portfolio of least variance with at least a given return, or how far one can go. */
export type TargetReturn =
  | {
      readonly solved: true;
      readonly point: FrontierPoint;
      /** Whether the target costs anything: false when the least variance of all earns as much. */
      readonly binding: boolean;
    }
  | {
      readonly solved: false;
      readonly reason: 'return-out-of-reach';
      /** The highest expected return, per period. */
      readonly highest: number;
    };

/** Of the largest mean: a target this little above the highest return is that return. */
const rounding = 1e-12;

/**
 * The portfolio of least variance whose expected return is at least the target.
 *
 * @param target  per period of the moments
 * @see Markowitz (1952), Journal of Finance 7(1)
 */
export function targetReturn(frontier: Frontier, target: number): TargetReturn {
  const { mean, corners } = frontier;
  const highest = expectedReturnOf(frontier, corners[0]);
  const largest = mean.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (!(target - highest <= rounding * largest)) {
    return { solved: false, reason: 'return-out-of-reach', highest };
  }
  const least = expectedReturnOf(frontier, corners[corners.length - 1]);
  if (least >= target) return { solved: true, point: lowestCorner(frontier), binding: false };
  const point = pointOf(frontier, portfolioOfReturn(frontier, target));
  return { solved: true, point, binding: true };
}

/**
 * The portfolio of least variance of a return between those of the lowest and the highest corner.
 *
 * @param target  per period of the moments
 */
export function portfolioOfReturn(frontier: Frontier, target: number): CornerPortfolio {
  const pair = lastPair(frontier, (corner) => expectedReturnOf(frontier, corner) < target);
  if (pair === undefined) return frontier.corners[0];
  return portfolioAt(pair, shareOf(pair, frontier.mean, target));
}

/** How far from the lower corner to the upper one the return is the target. */
function shareOf({ lower, upper }: CornerPair, mean: Float64Array, target: number): number {
  let least = 0;
  let gain = 0;
  for (let i = 0; i < mean.length; i++) {
    least += mean[i] * lower.weights[i];
    gain += mean[i] * (upper.weights[i] - lower.weights[i]);
  }
  return (target - least) / gain;
}
