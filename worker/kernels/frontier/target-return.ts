import {
  expectedReturnOf,
  type Frontier,
  type FrontierPoint,
  highestCorner,
  lastPiece,
  lowestCorner,
  pointAt,
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
  const piece = lastPiece(frontier, (corner) => expectedReturnOf(frontier, corner) < target);
  if (piece === undefined) return { solved: true, point: highestCorner(frontier), binding: true };
  const share = (target - piece.lower.expectedReturn) / piece.gain;
  return { solved: true, point: pointAt(frontier, piece, share), binding: true };
}
