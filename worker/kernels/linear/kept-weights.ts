import type { KinkedTerms } from '../quadratic/kinked-problem.ts';
import type { WeightBounds } from '../quadratic/weight-bounds.ts';

/** A weight this near to a bound, in units of a whole portfolio, is meant to stand at it. */
const rounding = 1e-11;

/**
 * Weights brought within their bounds and to the sum of the budget, from which they are only rounding away:
 * what is missing goes to symbols with the most room.
 *
 * @param weights  length n
 * @param bounds   finite, for which there are weights
 */
export function keptWeights(
  weights: Float64Array,
  { lower, upper, budget = 1 }: WeightBounds,
): Float64Array {
  const kept = weights.map((weight, i) => {
    if (weight < lower[i] + rounding) return lower[i];
    return weight > upper[i] - rounding ? upper[i] : weight;
  });
  let missing = budget;
  for (const weight of kept) missing -= weight;
  const room = (i: number): number => (missing > 0 ? upper[i] - kept[i] : kept[i] - lower[i]);
  // Those between their bounds first, so that what stands at a bound stays there.
  const between = (i: number): boolean => kept[i] > lower[i] && kept[i] < upper[i];
  const order = Int32Array.from(kept.keys()).sort(
    (i, j) => Number(between(j)) - Number(between(i)) || room(j) - room(i) || i - j,
  );
  for (const i of order) {
    if (missing === 0) break;
    const share = Math.sign(missing) * Math.min(Math.abs(missing), room(i));
    kept[i] += share;
    missing -= share;
  }
  return kept;
}

/** Weights at the kinks of absolute values from which they are only rounding away. */
export function atKinks(
  { cost, limits }: Pick<KinkedTerms, 'cost' | 'limits'>,
  weights: Float64Array,
): Float64Array {
  const sums = [cost, ...limits];
  return weights.map((weight, i) => {
    const near = sums.find(
      ({ rates, origin }) => rates[i] > 0 && Math.abs(weight - origin[i]) < rounding,
    );
    return near === undefined ? weight : near.origin[i];
  });
}
