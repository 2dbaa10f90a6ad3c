import type { WeightBounds } from '../quadratic/weight-bounds.ts';

/**
 * Weights as equal as their bounds let them be: each at one level, or at the bound that keeps it from
 * there. Of all weights within the bounds they are the nearest to equal ones.
 *
 * @param bounds  upper ones may be infinite; for which there are weights that add up to the budget
 */
export function levelWeights({ lower, upper, budget = 1 }: WeightBounds): Float64Array {
  const kinks = Float64Array.of(...lower, ...upper.filter(Number.isFinite)).sort();
  const at = (level: number): Float64Array =>
    lower.map((least, i) => Math.min(Math.max(level, least), upper[i]));
  // The last kink at which no more than the budget is spent: from there on the sum is linear.
  let [last, beyond] = [0, kinks.length];
  while (beyond - last > 1) {
    const middle = (last + beyond) >> 1;
    if (sumOf(at(kinks[middle])) <= budget) last = middle;
    else beyond = middle;
  }
  const level = kinks[last];
  const weights = at(level);
  const missing = Math.max(0, budget - sumOf(weights));
  const rising = Int32Array.from(weights.keys()).filter(
    (i) => lower[i] <= level && level < upper[i],
  );
  for (const i of rising) weights[i] += missing / rising.length;
  return weights;
}

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
