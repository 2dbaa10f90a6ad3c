import { gram } from '../algebra/gram.ts';
import type { Matrix } from '../algebra/matrix.ts';
import { rowProducts } from '../algebra/row-products.ts';
import { centredReturns } from './centred-returns.ts';
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
  const periods = returns.rows;
  const { centred, counts } = centredReturns(returns);
  const products = gram(centred);
  if (!counts.every((count) => count === periods)) return pairwise(products, centred, returns);
  const divisor = periods < 2 ? Number.NaN : periods - 1;
  for (let k = 0; k < products.values.length; k++) products.values[k] /= divisor;
  return products;
}

/**
 * Centred on its own mean, each symbol still has a mean over the periods it shares with another:
 * Σxy − Σx·Σy/count puts that right, without loss, for what is left of it is small.
 */
function pairwise(products: Matrix, centred: Matrix, returns: Matrix): Matrix {
  const { rows: size, columns } = centred;
  const present = { rows: size, columns, values: new Float64Array(presence(returns)) };
  const common = gram(present).values;
  const sums = rowProducts(centred, present).values;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      const k = i * size + j;
      const count = common[k];
      const rest = products.values[k] - (sums[k] * sums[j * size + i]) / count;
      products.values[k] = count < 2 ? Number.NaN : rest / (count - 1);
    }
  }
  return products;
}
