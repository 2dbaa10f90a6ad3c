import type { Matrix } from '../algebra/matrix.ts';
import type { WeightBounds } from '../quadratic/weight-bounds.ts';
import { levelWeights } from './level-weights.ts';

/** Relative difference up to which two growth paths are the same: rounding of the quotients. */
const rounding = 1e-13;

/**
 * Finds symbols whose growth paths are the same, such as one fund under two names.
 *
 * @param growth  n × (T+1)
 * @returns       length n: for each symbol the first that has its path; itself where there is none
 */
export function firstTwins(growth: Matrix): Int32Array {
  const twins = new Int32Array(growth.rows);
  for (let i = 0; i < growth.rows; i++) {
    twins[i] = i;
    for (let j = 0; j < i; j++) {
      if (twins[j] !== j || !samePath(growth, i, j)) continue;
      twins[i] = j;
      break;
    }
  }
  return twins;
}

function samePath({ columns: days, values }: Matrix, i: number, j: number): boolean {
  for (let t = 0; t < days; t++) {
    const one = values[i * days + t];
    if (Math.abs(one - values[j * days + t]) > rounding * one) return false;
  }
  return true;
}

/** The growth paths without the twins, and how the symbols map to them. */
export interface Distinct {
  /** d × (T+1). */
  readonly growth: Matrix;
  /** Length n: the row of `growth` each symbol has. */
  readonly rowOf: Int32Array;
  /** Length d: how many symbols share the row. */
  readonly sharers: Int32Array;
}

/** Leaves out all twins but the first. */
export function distinctPaths(growth: Matrix): Distinct {
  const { rows: symbols, columns: days, values } = growth;
  const twins = firstTwins(growth);
  const kept = Int32Array.from(twins.keys()).filter((i) => twins[i] === i);
  const rowOf = twins.map((twin) => kept.indexOf(twin));
  const sharers = new Int32Array(kept.length);
  for (const row of rowOf) sharers[row] += 1;
  if (kept.length === symbols) return { growth, rowOf, sharers };
  const paths = new Float64Array(kept.length * days);
  for (let k = 0; k < kept.length; k++) {
    paths.set(values.subarray(kept[k] * days, (kept[k] + 1) * days), k * days);
  }
  return { growth: { rows: kept.length, columns: days, values: paths }, rowOf, sharers };
}

/**
 * Gives each symbol its equal share of its path's weight: twins hold the same.
 *
 * @param bounds  of the symbols; where there are some, twins hold as much alike as these allow
 */
export function shareAmongTwins(
  { rowOf, sharers }: Distinct,
  weights: Float64Array,
  bounds?: WeightBounds,
): Float64Array {
  if (bounds === undefined) return Float64Array.from(rowOf, (row) => weights[row] / sharers[row]);
  const shares = new Float64Array(rowOf.length);
  for (let row = 0; row < sharers.length; row++) {
    const twins = Int32Array.from(rowOf.keys()).filter((i) => rowOf[i] === row);
    const level = levelWeights({
      lower: Float64Array.from(twins, (i) => bounds.lower[i]),
      upper: Float64Array.from(twins, (i) => bounds.upper[i]),
      budget: weights[row],
    });
    for (const [k, i] of twins.entries()) shares[i] = twins.length === 1 ? weights[row] : level[k];
  }
  return shares;
}

/** What the symbols of each path have together. */
export function addedUpByPath({ rowOf, sharers }: Distinct, values: Float64Array): Float64Array {
  const sums = new Float64Array(sharers.length);
  for (const [i, row] of rowOf.entries()) sums[row] += values[i];
  return sums;
}
