import { gram } from '../algebra/gram.ts';
import type { Matrix } from '../algebra/matrix.ts';
import { centredReturns } from './centred-returns.ts';
import { presence } from './presence.ts';

/**
 * Exponentially weighted mean of the products of each pair's deviations from their plain means, the
 * newest weighing most; over the periods that both have.
 *
 * @param returns  T periods × N symbols of simple returns, oldest first, NaN where there is none
 * @param span     periods, at least 1: a product k periods old weighs (1 − 2/(span + 1))^k
 * @returns        N × N, symmetric, per period²; NaN for pairs that have no period in common. Where
 *                 returns are missing it need not be positive semidefinite: see `positiveRepair`
 * @throws {RangeError} a span below 1
 * @see PyPortfolioOpt's exp_cov, whose definition this is
 */
export function exponentialCovariance(returns: Matrix, span: number): Matrix {
  if (!(span >= 1)) throw new RangeError(`A span is at least 1, not ${span}.`);
  const { centred, counts } = centredReturns(returns);
  const { rows: size, columns: periods } = centred;
  const kept = 1 - 2 / (span + 1);
  const products = gram(aged(centred, kept));
  if (counts.every((count) => count === periods)) {
    // The weights of all periods: 1 + kept + kept² + …
    const total = kept === 0 ? 1 : -Math.expm1(periods * Math.log(kept)) / (1 - kept);
    for (let k = 0; k < products.values.length; k++) products.values[k] /= total;
    return products;
  }
  const present = { ...centred, values: new Float64Array(presence(returns)) };
  const totals = gram(aged(present, kept)).values;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      const k = i * size + j;
      products.values[k] =
        totals[k] > worn
          ? products.values[k] / totals[k]
          : pairMean({ centred, present: present.values, i, j }, kept);
    }
  }
  return products;
}

/** Weights that add up to less have lost digits: the pair's last period in common is long ago. */
const worn = 1e-250;

/** Half of a product's decay goes into each of its factors. */
function aged({ rows, columns: periods, values }: Matrix, kept: number): Matrix {
  const roots = Float64Array.from({ length: periods }, (_, t) => kept ** ((periods - 1 - t) / 2));
  return { rows, columns: periods, values: values.map((value, k) => value * roots[k % periods]) };
}

interface Pair {
  readonly centred: Matrix;
  readonly present: Float64Array;
  readonly i: number;
  readonly j: number;
}

/** Counted back from the newest period that both have: a long gap wears nothing down to 0. */
function pairMean({ centred, present, i, j }: Pair, kept: number): number {
  const { columns: periods, values: x } = centred;
  let sum = 0;
  let total = 0;
  let weight = 1;
  for (let t = periods - 1; t >= 0; t--) {
    if (present[i * periods + t] * present[j * periods + t] === 1) {
      sum += weight * x[i * periods + t] * x[j * periods + t];
      total += weight;
    }
    if (total > 0) weight *= kept;
  }
  return sum / total;
}
