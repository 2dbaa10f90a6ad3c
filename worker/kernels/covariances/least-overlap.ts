import type { Matrix } from '../algebra/matrix.ts';

/** Two symbols and in how many periods both have a return; i = j for one symbol's own. */
export interface Overlap {
  readonly i: number;
  readonly j: number;
  readonly count: number;
}

/**
 * The pair of symbols with the fewest periods in common, the first of equals: what a pairwise
 * covariance is least sure of, and not defined for below two.
 *
 * @param returns  T periods × N symbols, N ≥ 1, NaN where there is no return
 */
export function leastOverlap(returns: Matrix): Overlap {
  const { rows: periods, columns: symbols } = returns;
  const absent = missingPeriods(returns);
  let least: Overlap = { i: 0, j: 0, count: periods - (absent[0]?.length ?? 0) };
  for (let i = 0; i < symbols; i++) {
    for (let j = 0; j <= i; j++) {
      const count = periods - unionSize(absent[i], absent[j]);
      if (count < least.count) least = { i, j, count };
    }
  }
  return least;
}

/** For each symbol the periods without a return, ascending. */
function missingPeriods({ rows: periods, columns: symbols, values }: Matrix): Int32Array[] {
  const absent: number[][] = Array.from({ length: symbols }, () => []);
  // Period by period, along memory.
  for (let t = 0; t < periods; t++) {
    for (let i = 0; i < symbols; i++) {
      if (Number.isNaN(values[t * symbols + i])) absent[i].push(t);
    }
  }
  return absent.map((days) => Int32Array.from(days));
}

function unionSize(one: Int32Array, other: Int32Array): number {
  let size = one.length + other.length;
  let k = 0;
  let l = 0;
  while (k < one.length && l < other.length) {
    const difference = one[k] - other[l];
    if (difference === 0) size -= 1;
    if (difference <= 0) k += 1;
    if (difference >= 0) l += 1;
  }
  return size;
}
