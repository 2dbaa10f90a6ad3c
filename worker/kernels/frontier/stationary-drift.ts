import type { FreeSet } from '../quadratic/free-set.ts';

/** Of the size of slopes: drift that makes free slopes differ by more is put right. */
const tolerated = 1e-14;

/** What tells how far weights have drifted. */
export interface DriftInput {
  /** μ, or as much less for all, length n. */
  readonly gains: Float64Array;
  readonly held: FreeSet;
  /** Σ·w, length n. */
  readonly risk: Float64Array;
  readonly multiplier: number;
  /** Σw: 1 by default. */
  readonly budget?: number;
  readonly weights: Float64Array;
  /** The size of the entries of Σ. */
  readonly level: number;
}

/**
 * By how much rounding has let weights of a frontier drift away: what to take from the first `count`
 * of the free weights, in the order held, to make their slopes equal and Σw the budget.
 *
 * @returns  length `count`; undefined while the drift is no more than the rounding of a single step
 */
export function stationaryDrift(
  { gains, held, risk, weights, level, multiplier, budget = 1 }: DriftInput,
  count: number,
): Float64Array | undefined {
  const free = held.indices.subarray(0, count);
  const drift = new Float64Array(count);
  let common = 0;
  let largest = level;
  for (let k = 0; k < count; k++) {
    const pull = risk[free[k]];
    const reward = multiplier * gains[free[k]];
    largest = Math.max(largest, Math.abs(pull), Math.abs(reward));
    drift[k] = pull - reward;
    common += drift[k] / count;
  }
  let worst = 0;
  for (let k = 0; k < count; k++) {
    drift[k] -= common;
    worst = Math.max(worst, Math.abs(drift[k]));
  }
  let excess = -budget;
  for (const weight of weights) excess += weight;
  if (worst <= tolerated * largest && Math.abs(excess) <= tolerated) return undefined;
  held.solveWithSum(drift, excess);
  return drift;
}
