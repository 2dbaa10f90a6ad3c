import { type KinkedMultipliers, kinkedBound } from '../../kernels/linear/kinked-bound.ts';
import type { KinkedTerms } from '../../kernels/quadratic/kinked-problem.ts';

/** What bounds the worst days of all weights from below, and what a unit of it counts. */
export interface TailSlopes {
  /** a, length n: no weights v have a mean of the worst below aᵀv. */
  readonly slopes: Float64Array;
  /** What a unit of the limit is worth; 1 without one. */
  readonly tailPrice: number;
}

/** The terms with those slopes in place of the worst days: no weights have a lower value by these. */
export function belowTail(terms: KinkedTerms, { slopes, tailPrice }: TailSlopes): KinkedTerms {
  return { ...terms, linear: terms.linear.map((one, i) => one - tailPrice * (slopes[i] ?? 0)) };
}

/**
 * A value that no weights go below: −cᵀw + cost and the worst days, or with these within a limit.
 *
 * @param limit  the limit; 0 without one
 */
export function tailBound(
  terms: KinkedTerms,
  found: TailSlopes & KinkedMultipliers,
  limit: number,
): number {
  return kinkedBound(belowTail(terms, found), found) - found.tailPrice * limit;
}
