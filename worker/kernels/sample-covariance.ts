import { type CentredReturns, centredReturns } from './centred-returns.ts';
import { gram } from './gram.ts';
import type { Matrix } from './matrix.ts';
import { presence } from './presence.ts';

/**
 * Sample covariance (divisor count − 1), each pair of symbols over the periods in which both have a
 * return. Where returns are missing it need not be positive semidefinite: see `positiveRepair`.
 *
 * @param returns  T periods × N symbols of simple returns, NaN where there is none
 * @returns        N × N, symmetric, per period²; NaN for pairs with fewer than two common periods,
 *                 which `leastOverlap` finds beforehand
 * @see pandas.DataFrame.cov, whose definition this is
 */
export function sampleCovariance(returns: Matrix): Matrix {
  const centred = centredReturns(returns);
  const products = gram(centred.centred);
  const { rows: size, values } = products;
  const periods = returns.rows;
  if (centred.counts.every((count) => count === periods)) {
    const divisor = periods - 1;
    for (let k = 0; k < values.length; k++)
      values[k] = periods < 2 ? Number.NaN : values[k] / divisor;
    return products;
  }
  const present = presence(returns);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      const value = pairCovariance({ centred, present, i, j }, values[i * size + j]);
      values[i * size + j] = value;
      values[j * size + i] = value;
    }
  }
  return products;
}

interface Pair {
  readonly centred: CentredReturns;
  readonly present: Uint8Array;
  readonly i: number;
  readonly j: number;
}

/** The product is right as it is where both rows are centred on their common periods. */
function pairCovariance({ centred, present, i, j }: Pair, product: number): number {
  const { columns: periods, values: x } = centred.centred;
  const full = centred.counts[i] === periods && centred.counts[j] === periods;
  if (full || i === j) return overCount(product, centred.counts[i]);
  let count = 0;
  let sumI = 0;
  let sumJ = 0;
  for (let t = 0; t < periods; t++) {
    const both = present[i * periods + t] * present[j * periods + t];
    count += both;
    sumI += both * x[i * periods + t];
    sumJ += both * x[j * periods + t];
  }
  return overCount(product - (sumI * sumJ) / count, count);
}

function overCount(sum: number, count: number): number {
  return count < 2 ? Number.NaN : sum / (count - 1);
}
