import type { PlacedWeights } from '../quadratic/feasible-start.ts';

/** A portfolio at which the frontier bends. */
export interface CornerPortfolio extends PlacedWeights {
  /**
   * λ: the portfolio minimises ½wᵀΣw − λμᵀw. The places are those between this corner and the next
   * smaller λ; at the last, those before it.
   */
  readonly multiplier: number;
}

/** Relative: multipliers that differ by less are one corner. */
export const sameMultiplier = 1e-12;

/** Of weights of the size of 1: those that differ by less are the same. */
export const sameWeight = 1e-14;

/**
 * Adds a corner, in place of the last where that has the same λ, or where neither it nor the one
 * before has other weights: then nothing bends there.
 */
export function addCorner(
  corners: CornerPortfolio[],
  { weights, places }: PlacedWeights,
  multiplier: number,
): void {
  const corner = { weights: weights.slice(), places: places.slice(), multiplier };
  const last = corners.at(-1);
  const before = corners.at(-2);
  if (last !== undefined && multiplier >= last.multiplier * (1 - sameMultiplier)) {
    corners.pop();
  } else if (last !== undefined && same(last, corner) && same(before ?? last, last)) {
    corners.pop();
  }
  corners.push(corner);
}

function same(one: PlacedWeights, other: PlacedWeights): boolean {
  return one.weights.every((weight, i) => Math.abs(weight - other.weights[i]) <= sameWeight);
}
