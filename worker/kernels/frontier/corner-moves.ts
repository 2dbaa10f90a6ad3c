import type { WeightBounds } from '../quadratic/weight-bounds.ts';
import { type CornerPortfolio, sameWeight } from './corner-portfolio.ts';

/** Symbols that start or stop moving where the frontier bends, as the return falls. */
export interface CornerMoves {
  /** At a bound from here on. */
  readonly meets: readonly BoundMove[];
  /** At a bound up to here. */
  readonly leaves: readonly BoundMove[];
}

/** A bound of one symbol. */
export interface BoundMove {
  readonly symbol: number;
  readonly side: 'lower' | 'upper';
}

/**
 * Which symbols bend the frontier at a corner: those at a bound here that are away from it just above, or
 * just below. At a corner of several λ, or of ties, there may be more than one.
 *
 * @param corners  from the highest return down
 * @param place    of the corner among them
 */
export function cornerMoves(
  bounds: Pick<WeightBounds, 'lower' | 'upper'>,
  corners: readonly CornerPortfolio[],
  place: number,
): CornerMoves {
  const { weights } = corners[place];
  const moves = (next: CornerPortfolio | undefined): BoundMove[] =>
    next === undefined ? [] : boundsBetween(bounds, weights, next.weights);
  return { meets: moves(corners[place - 1]), leaves: moves(corners[place + 1]) };
}

/** The bounds at which weights stand and from which a neighbour's are away. */
function boundsBetween(
  { lower, upper }: Pick<WeightBounds, 'lower' | 'upper'>,
  here: Float64Array,
  next: Float64Array,
): BoundMove[] {
  const found: BoundMove[] = [];
  for (let symbol = 0; symbol < here.length; symbol++) {
    const weight = here[symbol];
    if (Math.abs(weight - next[symbol]) <= sameWeight) continue;
    if (weight === lower[symbol]) found.push({ symbol, side: 'lower' });
    else if (weight === upper[symbol]) found.push({ symbol, side: 'upper' });
  }
  return found;
}
