import {
  type Frontier,
  type FrontierPoint,
  highestCorner,
  lastPiece,
  lowestCorner,
  pointAt,
  pointOf,
} from './frontier-point.ts';

/** The portfolio of the highest return with at most a given volatility, or how low one can go. */
export type TargetVolatility =
  | {
      readonly solved: true;
      readonly point: FrontierPoint;
      /** Whether the target costs anything: false when the highest return of all varies no more. */
      readonly binding: boolean;
    }
  | {
      readonly solved: false;
      readonly reason: 'volatility-out-of-reach';
      /** The least volatility, per period. */
      readonly lowest: number;
    };

/** Relative: a target this little below the least volatility is that volatility. */
const rounding = 1e-12;

/**
 * The portfolio of the highest expected return whose volatility is at most the target: on a piece of
 * the frontier the root of a quadratic.
 *
 * @param target  standard deviation per period of the moments
 * @see Markowitz (1952), Journal of Finance 7(1)
 */
export function targetVolatility(frontier: Frontier, target: number): TargetVolatility {
  const lowest = lowestCorner(frontier);
  if (!(lowest.volatility < target)) {
    if (lowest.volatility * (1 - rounding) <= target) {
      return { solved: true, point: lowest, binding: true };
    }
    return { solved: false, reason: 'volatility-out-of-reach', lowest: lowest.volatility };
  }
  const within = lastPiece(frontier, (corner) => pointOf(frontier, corner).volatility < target);
  if (within === undefined) {
    return { solved: true, point: highestCorner(frontier), binding: false };
  }
  const { lower, tilt, bend } = within;
  const room = (target - lower.volatility) * (target + lower.volatility);
  // This form of the root loses nothing where the tilt is large against the bend.
  const share = room / (tilt + Math.sqrt(tilt * tilt + bend * room));
  return { solved: true, point: pointAt(frontier, within, share), binding: true };
}
