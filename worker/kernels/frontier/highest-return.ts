import type { Matrix } from '../algebra/matrix.ts';
import type { Moments } from '../covariances/moments.ts';
import { boundedQuadratic } from '../quadratic/bounded-quadratic.ts';
import { atLower, atUpper, free, type PlacedWeights } from '../quadratic/feasible-start.ts';
import type { WeightBounds } from '../quadratic/weight-bounds.ts';

/** The portfolio of the highest return, or why there is none. */
export type HighestReturn =
  | ({ readonly solved: true } & PlacedWeights)
  | { readonly solved: false; readonly reason: 'unbounded-return' };

/**
 * The portfolio of the highest expected return within its bounds and budget; of several, the one that
 * varies least. Symbols are filled up from the highest mean on; the mean at which the budget is
 * used up is that of the free symbols, of which there is at least one.
 *
 * @param bounds  for which there are weights
 * @returns       `unbounded-return` when a symbol without a lower bound can pay for one of a higher
 *                mean without an upper bound
 */
export function highestReturn({ mean, covariance }: Moments, bounds: WeightBounds): HighestReturn {
  const { lower, upper, budget = 1 } = bounds;
  const weights = lower.slice();
  const places = new Int8Array(mean.length).fill(atLower);
  const groups = equalMeans(mean, bounds);
  const least = groups.map((group) => sumOver(lower, group));
  const later = sumsAfter(least);
  let left =
    budget -
    sumOver(
      lower,
      [...mean.keys()].filter((i) => lower[i] === upper[i]),
    );
  for (const [g, group] of groups.entries()) {
    const most = sumOver(upper, group);
    // Infinities of both signs leave no number, which no comparison lets through.
    const share = left - later[g];
    if (!(share > most) || g === groups.length - 1) {
      if (!Number.isFinite(share)) return { solved: false, reason: 'unbounded-return' };
      fillGroup({ weights, places }, { group, share, covariance, bounds });
      return { solved: true, weights, places };
    }
    for (const i of group) {
      weights[i] = upper[i];
      places[i] = atUpper;
    }
    left -= most;
  }
  // Nothing can move; one symbol stands for the budget.
  places[0] = free;
  return { solved: true, weights, places };
}

/** Symbols that can move, by equal means, the highest first. */
function equalMeans(mean: Float64Array, { lower, upper }: WeightBounds): number[][] {
  const movable = [...mean.keys()].filter((i) => lower[i] < upper[i]);
  movable.sort((i, j) => mean[j] - mean[i] || i - j);
  const groups: number[][] = [];
  for (const i of movable) {
    const group = groups.at(-1);
    if (group !== undefined && mean[group[0]] === mean[i]) group.push(i);
    else groups.push([i]);
  }
  return groups;
}

/** For each value the sum of those after it. */
function sumsAfter(values: readonly number[]): Float64Array {
  const sums = new Float64Array(values.length);
  for (let k = values.length - 2; k >= 0; k--) sums[k] = sums[k + 1] + values[k + 1];
  return sums;
}

function sumOver(values: Float64Array, indices: readonly number[]): number {
  let sum = 0;
  for (const i of indices) sum += values[i];
  return sum;
}

interface Filling {
  readonly group: readonly number[];
  readonly share: number;
  readonly covariance: Matrix;
  readonly bounds: WeightBounds;
}

/** Divides a share among symbols of one mean, so that the whole varies least. */
function fillGroup(
  { weights, places }: PlacedWeights,
  { group, share, covariance, bounds }: Filling,
): void {
  if (group.length === 1) {
    const [i] = group;
    weights[i] = Math.min(Math.max(share, bounds.lower[i]), bounds.upper[i]);
    places[i] = free;
    return;
  }
  const { rows: size, values } = covariance;
  const inGroup = new Set(group);
  const linear = Float64Array.from(group, (i) => {
    let pull = 0;
    for (let j = 0; j < size; j++) if (!inGroup.has(j)) pull += values[i * size + j] * weights[j];
    return -pull;
  });
  const found = boundedQuadratic({
    quadratic: {
      rows: group.length,
      columns: group.length,
      values: Float64Array.from(group.flatMap((i) => group.map((j) => values[i * size + j]))),
    },
    linear,
    lower: Float64Array.from(group, (i) => bounds.lower[i]),
    upper: Float64Array.from(group, (i) => bounds.upper[i]),
    budget: share,
  });
  // The share is within the sums of the bounds and no risk is below 0, so that there is a minimum.
  if (!found.solved) throw new RangeError(`Cannot divide ${share} within bounds: ${found.reason}`);
  for (const [k, i] of group.entries()) {
    weights[i] = found.weights[k];
    places[i] = found.places[k];
  }
}
