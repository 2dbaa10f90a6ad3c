import type { WeightBounds } from '../quadratic/weight-bounds.ts';

/** How far sums of bounds may miss 1 by rounding. */
const rounding = 1e-12;

/**
 * Bounds without those that can hold nothing back: an upper bound that a weight could only meet with
 * all others at their lower bounds, or past them, becomes Infinity.
 *
 * @param bounds  none below 0, for which there are weights that add up to 1
 * @returns       undefined where weights from 0 to 1 are all there is to keep to
 */
export function bindingBounds({ lower, upper }: WeightBounds): WeightBounds | undefined {
  let sum = 0;
  for (const least of lower) sum += least;
  const within = upper.map((most, i) =>
    most >= 1 - (sum - lower[i]) - rounding ? Number.POSITIVE_INFINITY : most,
  );
  const free = sum === 0 && within.every((most) => most === Number.POSITIVE_INFINITY);
  return free ? undefined : { lower, upper: within };
}
