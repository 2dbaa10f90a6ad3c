import type { WeightBounds } from '../quadratic/weight-bounds.ts';

/** Where weights stand, and how steep an objective is there. */
export interface SlopedWeights extends WeightBounds {
  readonly weights: Float64Array;
  /** Length n: by how much the objective rises with each weight. */
  readonly slopes: Float64Array;
}

/**
 * The symbols on which to look for the next step of an ascent with Σw fixed: all that stand between their
 * bounds, and of those at a bound the ones whose leaving it promises most. The best to be raised and the
 * best to be lowered are always among them, so that no step is left where they promise none.
 *
 * @param most  how many at a bound; with as many symbols or fewer all of them are taken
 * @returns     ascending
 */
export function workingSet(point: SlopedWeights, most: number): Int32Array {
  const { lower, upper, weights, slopes } = point;
  const all = Int32Array.from(weights.keys());
  if (all.length <= most) return all;
  const raisable = (i: number): boolean => weights[i] < upper[i];
  const lowerable = (i: number): boolean => weights[i] > lower[i];
  const free = all.filter((i) => raisable(i) && lowerable(i));
  const level = levelOf(point, free);
  const promise = (i: number): number => (lowerable(i) ? level - slopes[i] : slopes[i] - level);
  const held = all.filter((i) => raisable(i) !== lowerable(i));
  held.sort((i, j) => promise(j) - promise(i) || i - j);
  const promising = held.filter((i) => promise(i) > 0).slice(0, most);
  const best = all.filter(raisable).sort((i, j) => slopes[j] - slopes[i] || i - j);
  const worst = all.filter(lowerable).sort((i, j) => slopes[i] - slopes[j] || i - j);
  const chosen = [...free, ...promising, ...best.slice(0, 1), ...worst.slice(0, 1)];
  return Int32Array.from(new Set(chosen)).sort();
}

/** What the slopes of symbols between their bounds have in common; without any, the middle. */
function levelOf({ lower, upper, weights, slopes }: SlopedWeights, free: Int32Array): number {
  if (free.length > 0) return free.reduce((sum, i) => sum + slopes[i], 0) / free.length;
  let [highest, lowest] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let i = 0; i < slopes.length; i++) {
    if (weights[i] < upper[i]) highest = Math.max(highest, slopes[i]);
    if (weights[i] > lower[i]) lowest = Math.min(lowest, slopes[i]);
  }
  return (highest + lowest) / 2;
}
