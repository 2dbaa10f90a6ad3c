import { inner } from '../algebra/inner.ts';
import type { Matrix } from '../algebra/matrix.ts';
import { type HoldProblem, valuePath } from './hold-sharpe.ts';

/** The excess returns of a cell's vertices, summed up. Per period; steps as in `cellBound`. */
export interface CornerMoments {
  /** Length k. */
  readonly means: Float64Array;
  /** k × k. */
  readonly covariance: Matrix;
  /** Δ of step 3. */
  readonly meanSlack: number;
  /** Γ of step 4. */
  readonly centreSlack: number;
  /** D of step 5. */
  readonly deviationSlack: number;
}

/**
 * Means and covariances of the excess returns of k portfolios, and what the mix of their returns
 * may be wrong by, as the return of their mix. Branch and bound does little else than this, which
 * is why the loops over days are plain and keep their sums in locals.
 *
 * @param cell  k portfolios × n symbols
 */
export function cornerMoments(problem: HoldProblem, cell: Matrix): CornerMoments {
  const size = cell.rows;
  const corners = Array.from({ length: size }, (_, k) => cornerOf(problem, cell, k));
  const count = corners[0].excess.length;
  const means = Float64Array.from(corners, ({ excess }) => sumOf(excess) / count);
  const values = new Float64Array(size * size);
  for (let k = 0; k < size; k++) {
    for (let l = 0; l <= k; l++) {
      const product = inner(corners[k].excess, corners[l].excess);
      const covariance = (product - count * means[k] * means[l]) / (count - 1);
      values[k * size + l] = covariance;
      values[l * size + k] = covariance;
    }
  }
  return { means, covariance: { rows: size, columns: size, values }, ...slacksOf(corners, means) };
}

/** A vertex on the days that have an excess return. */
interface Corner {
  /** Value on the day before. */
  readonly before: Float64Array;
  readonly excess: Float64Array;
}

function cornerOf({ growth, hurdle }: HoldProblem, cell: Matrix, k: number): Corner {
  const weights = cell.values.subarray(k * cell.columns, (k + 1) * cell.columns);
  const value = valuePath(growth, weights);
  const before = new Float64Array(value.length);
  const excess = new Float64Array(value.length);
  let count = 0;
  for (let t = 1; t < value.length; t++) {
    const x = value[t] / value[t - 1] - 1 - hurdle[t];
    if (Number.isNaN(x)) continue;
    before[count] = value[t - 1];
    excess[count] = x;
    count += 1;
  }
  return { before: before.subarray(0, count), excess: excess.subarray(0, count) };
}

/** What a day has in common for all pairs of vertices. */
interface Days {
  /** (1/l + 1/h)/2. */
  readonly middle: Float64Array;
  /** ρ. */
  readonly radius: Float64Array;
  /** y₀ less its mean. */
  readonly centre: Float64Array;
}

type Slacks = Pick<CornerMoments, 'meanSlack' | 'centreSlack' | 'deviationSlack'>;

function slacksOf(corners: readonly Corner[], means: Float64Array): Slacks {
  const count = corners[0].excess.length;
  const share = (corners.length - 1) / (2 * corners.length);
  const days = daysOf(corners, sumOf(means) / means.length);
  const largest = new Float64Array(count);
  let ofMean = 0;
  let ofCentre = 0;
  for (let k = 1; k < corners.length; k++) {
    for (let l = 0; l < k; l++) {
      const sums = pairSums(corners[k], corners[l], { days, largest });
      ofMean = Math.max(ofMean, sums.ofMean);
      ofCentre = Math.max(ofCentre, sums.ofCentre);
    }
  }
  return {
    meanSlack: (share * ofMean) / count,
    centreSlack: (share * ofCentre) / (count - 1),
    deviationSlack: share * Math.sqrt(inner(largest, largest) / (count - 1)),
  };
}

function daysOf(corners: readonly Corner[], mean: number): Days {
  const [first, ...others] = corners;
  const low = first.before.slice();
  const high = first.before.slice();
  const centre = first.excess.slice();
  for (const { before, excess } of others) {
    for (let t = 0; t < low.length; t++) {
      const value = before[t];
      if (value < low[t]) low[t] = value;
      if (value > high[t]) high[t] = value;
      centre[t] += excess[t];
    }
  }
  for (let t = 0; t < low.length; t++) {
    const most = 1 / low[t];
    const least = 1 / high[t];
    low[t] = (most + least) / 2;
    high[t] = (most - least) / 2;
    centre[t] = centre[t] / corners.length - mean;
  }
  return { middle: low, radius: high, centre };
}

interface PairOptions {
  readonly days: Days;
  /** Raised to |c|/l where that is larger. */
  readonly largest: Float64Array;
}

/** T·B of step 2 for the mean, and (T−1)·B for the deviation. */
function pairSums(
  one: Corner,
  other: Corner,
  { days, largest }: PairOptions,
): { ofMean: number; ofCentre: number } {
  const { middle, radius, centre } = days;
  let ofMean = 0;
  let ofCentre = 0;
  for (let t = 0; t < largest.length; t++) {
    const product = (one.before[t] - other.before[t]) * (one.excess[t] - other.excess[t]);
    const size = Math.abs(product);
    const signed = product * middle[t];
    const spread = size * radius[t];
    ofMean += signed + spread;
    ofCentre += spread * Math.abs(centre[t]) - signed * centre[t];
    const error = size * (middle[t] + radius[t]);
    if (error > largest[t]) largest[t] = error;
  }
  return { ofMean, ofCentre };
}

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (let t = 0; t < values.length; t++) sum += values[t];
  return sum;
}
