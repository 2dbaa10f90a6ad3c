import type { Matrix } from '../algebra/matrix.ts';

/**
 * In how many periods two symbols both have a return; on the diagonal, one symbol's own.
 *
 * @param returns  T periods × N symbols, NaN where there is no return
 * @returns        N × N, symmetric, row after row
 */
export function sharedPeriods(returns: Matrix): Int32Array {
  const { rows: periods, columns: symbols } = returns;
  const absent = missingPeriods(returns);
  const counts = new Int32Array(symbols * symbols);
  for (let i = 0; i < symbols; i++) {
    for (let j = 0; j <= i; j++) {
      const count = periods - unionSize(absent[i], absent[j]);
      counts[i * symbols + j] = count;
      counts[j * symbols + i] = count;
    }
  }
  return counts;
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
