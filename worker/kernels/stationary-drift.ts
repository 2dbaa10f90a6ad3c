import type { SegmentInput } from './critical-segment.ts';
import { setSum } from './set-sum.ts';

/** Of the size of slopes: drift that makes free slopes differ by more is put right. */
const tolerated = 1e-14;

/**
 * By how much rounding has let weights of a frontier drift away: what to take from the first `count`
 * of the free weights, in the order held, to make their slopes equal and Σw the budget.
 *
 * @param level  the size of the entries of Σ
 * @returns      length `count`; all 0 while the drift is no more than the rounding of a single step
 */
export function stationaryDrift(
  { mean, matrix, budget = 1, held, weights, pull, multiplier }: SegmentInput,
  level: number,
  count: number,
): Float64Array {
  const { rows: order, values } = matrix;
  const free = held.indices.subarray(0, count);
  const drift = Float64Array.from(free, (i) => pull[i]);
  let common = 0;
  let largest = level;
  for (let k = 0; k < count; k++) {
    const row = free[k] * order;
    for (let l = 0; l < count; l++) drift[k] += values[row + free[l]] * weights[free[l]];
    const reward = multiplier * (mean[free[k]] - mean[free[0]]);
    largest = Math.max(largest, Math.abs(drift[k]), Math.abs(reward));
    drift[k] -= reward;
    common += drift[k] / count;
  }
  let worst = 0;
  for (let k = 0; k < count; k++) {
    drift[k] -= common;
    worst = Math.max(worst, Math.abs(drift[k]));
  }
  let excess = -budget;
  for (const weight of weights) excess += weight;
  if (worst <= tolerated * largest && Math.abs(excess) <= tolerated) return drift.fill(0);
  held.solveInPlace(drift);
  const ones = new Float64Array(count).fill(1);
  held.solveInPlace(ones);
  setSum(drift, ones, excess);
  return drift;
}
