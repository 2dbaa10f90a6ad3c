import type { WeightBounds } from './weight-bounds.ts';

/** Places of a symbol's weight: at its lower bound, free between the two, at its upper bound. */
export const atLower = -1;
export const free = 0;
export const atUpper = 1;

/** Weights, and where they stand between their bounds. */
export interface PlacedWeights {
  readonly weights: Float64Array;
  /** Length n: {@link atLower}, {@link free} or {@link atUpper}. */
  readonly places: Int8Array;
}

/** A beginning for an active set. */
export interface FeasibleStart extends PlacedWeights {
  /** The symbol that makes up the sum: placed free even where its weight meets a bound. */
  readonly marginal: number;
}

/**
 * Weights within their bounds that add up to the budget: each as near to 0 as its bounds let it be,
 * then moved towards a bound in the given order until the sum is right.
 *
 * @param bounds  for which there are such weights
 * @param order   all symbols; the first are moved first when the sum is to rise, the last when it
 *                is to fall
 */
export function feasibleStart(
  { lower, upper }: WeightBounds,
  budget: number,
  order: Int32Array,
): FeasibleStart {
  const weights = lower.map((least, i) => Math.min(Math.max(0, least), upper[i]));
  let missing = budget;
  for (const weight of weights) missing -= weight;
  const limits = missing > 0 ? upper : lower;
  let marginal = -1;
  for (const i of missing > 0 ? order : order.slice().reverse()) {
    if (lower[i] === upper[i]) continue;
    const room = limits[i] - weights[i];
    marginal = i;
    if (Math.abs(room) >= Math.abs(missing)) {
      weights[i] += missing;
      break;
    }
    weights[i] = limits[i];
    missing -= room;
  }
  if (marginal < 0) marginal = 0;
  const places = Int8Array.from(weights, (weight, i) => placeOf(weight, lower[i], upper[i]));
  places[marginal] = free;
  return { weights, places, marginal };
}

function placeOf(weight: number, lower: number, upper: number): number {
  if (weight <= lower) return atLower;
  return weight >= upper ? atUpper : free;
}
