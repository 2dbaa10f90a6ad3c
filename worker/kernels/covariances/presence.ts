import type { Matrix } from '../algebra/matrix.ts';

/**
 * Where returns are present, turned round: N × T, one symbol a row, 1 where it has a return.
 *
 * @param returns  T periods × N symbols, NaN where there is none
 */
export function presence(returns: Matrix): Uint8Array {
  const { rows: periods, columns: symbols, values } = returns;
  const present = new Uint8Array(values.length);
  for (let t = 0; t < periods; t++) {
    for (let i = 0; i < symbols; i++) {
      if (!Number.isNaN(values[t * symbols + i])) present[i * periods + t] = 1;
    }
  }
  return present;
}
