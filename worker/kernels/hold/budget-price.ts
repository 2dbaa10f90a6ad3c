import type { WeightBounds } from '../quadratic/weight-bounds.ts';

/** What weight is worth on the margin, and how far slopes are from agreeing on it. */
export interface BudgetPrice {
  /** γ, in units of the annualised ratio per weight. */
  readonly price: number;
  /** 0 at a stationary point. */
  readonly residual: number;
}

/** A weight this near to a bound stands at it: the last digits of a sum that is to be exact. */
export const atBound = 1e-12;

/**
 * The conditions of Karush, Kuhn and Tucker within bounds and a budget: there is a γ with
 * gradientᵢ = γ between the bounds, gradientᵢ ≤ γ at the lower and gradientᵢ ≥ γ at the upper. The γ is
 * the one that is violated least, and the residual that violation: half of what moving weight from one
 * symbol to another gains for each unit moved.
 *
 * @see Boyd & Vandenberghe (2004), Convex Optimization, §5.5.3
 */
export function budgetPrice(
  weights: Float64Array,
  gradient: Float64Array,
  bounds: WeightBounds,
): BudgetPrice {
  const { steepest, flattest } = slopesOfRoom(weights, gradient, bounds);
  if (steepest === Number.NEGATIVE_INFINITY || flattest === Number.POSITIVE_INFINITY) {
    // Nothing can be moved: all weights stand at bounds of one side, or have no room at all.
    const price = [steepest, flattest].find(Number.isFinite) ?? 0;
    return { price, residual: 0 };
  }
  return {
    price: (steepest + flattest) / 2,
    residual: Math.max(0, (steepest - flattest) / 2),
  };
}

/** The ends of what can be won by moving weight. */
export interface RoomSlopes {
  /** The largest slope of a weight below its upper bound; −Infinity where there is none. */
  readonly steepest: number;
  /** The least slope of a weight above its lower bound; Infinity where there is none. */
  readonly flattest: number;
}

/** The largest slope among weights that can rise, and the least among those that can fall. */
export function slopesOfRoom(
  weights: Float64Array,
  gradient: Float64Array,
  { lower, upper }: WeightBounds,
): RoomSlopes {
  let steepest = Number.NEGATIVE_INFINITY;
  let flattest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < weights.length; i++) {
    if (weights[i] < upper[i] - atBound) steepest = Math.max(steepest, gradient[i]);
    if (weights[i] > lower[i] + atBound) flattest = Math.min(flattest, gradient[i]);
  }
  return { steepest, flattest };
}
