import { gram } from '../algebra/gram.ts';
import type { Matrix } from '../algebra/matrix.ts';
import { mirrored } from '../algebra/mirrored.ts';
import { rowProducts } from '../algebra/row-products.ts';
import { centredReturns } from './centred-returns.ts';
import { presence } from './presence.ts';

/**
 * Correlation of each pair of symbols over the periods in which both have a return, means and
 * deviations taken over those alone: not what the pairwise covariance divided by each symbol's own
 * deviations would be.
 *
 * @param returns  T periods × N symbols of simple returns, NaN where there is none
 * @returns        N × N, symmetric, ones on the diagonal, within −1…1; 0 between symbols of which
 *                 one does not vary on common periods. It need not be positive semidefinite
 * @see pandas.DataFrame.corr, whose definition this is
 */
export function pairwiseCorrelation(returns: Matrix): Matrix {
  const sums = commonSums(returns);
  const size = returns.columns;
  const values = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    values[i * size + i] = 1;
    for (let j = 0; j < i; j++) values[i * size + j] = correlationOf(sums, i, j);
  }
  return mirrored({ rows: size, columns: size, values });
}

/** Sums over the common periods of each pair, all N × N, of returns x less their symbol's own mean. */
interface CommonSums {
  /** One symbol a row, 0 where it has no return. */
  readonly centred: Matrix;
  /** 1 where it has one. */
  readonly present: Matrix;
  readonly counts: Float64Array;
  /** Σ xᵢ over the periods that j has, too. */
  readonly sums: Float64Array;
  /** Σ xᵢ² over them. */
  readonly squares: Float64Array;
  readonly products: Float64Array;
}

function commonSums(returns: Matrix): CommonSums {
  const { centred } = centredReturns(returns);
  const present = { ...centred, values: new Float64Array(presence(returns)) };
  const squared = { ...centred, values: centred.values.map((value) => value * value) };
  return {
    centred,
    present,
    counts: gram(present).values,
    sums: rowProducts(centred, present).values,
    squares: rowProducts(squared, present).values,
    products: gram(centred).values,
  };
}

/** Of its squares before: what a symbol varies by must be more, or it is the sums' rounding. */
const cancelled = 1e-4;

function correlationOf(common: CommonSums, i: number, j: number): number {
  const size = common.centred.rows;
  const [ij, ji] = [i * size + j, j * size + i];
  const { counts, sums, squares, products } = common;
  const count = counts[ij];
  const ofI = squares[ij] - (sums[ij] * sums[ij]) / count;
  const ofJ = squares[ji] - (sums[ji] * sums[ji]) / count;
  if (!(ofI > cancelled * squares[ij] && ofJ > cancelled * squares[ji])) {
    return correlationByPeriod(common, i, j);
  }
  const product = products[ij] - (sums[ij] * sums[ji]) / count;
  return bounded(product / (Math.sqrt(ofI) * Math.sqrt(ofJ)));
}

/** The same period by period, centred on the mean of the common ones. */
function correlationByPeriod({ centred, present }: CommonSums, i: number, j: number): number {
  const { columns: periods, values } = centred;
  const common = Int32Array.from({ length: periods }, (_, t) => t).filter(
    (t) => present.values[i * periods + t] * present.values[j * periods + t] === 1,
  );
  // Counted from the first of them, so that what does not vary has no variance to the last bit.
  const fromI = values[i * periods + common[0]];
  const fromJ = values[j * periods + common[0]];
  let [meanI, meanJ] = [0, 0];
  for (const t of common) {
    meanI += (values[i * periods + t] - fromI) / common.length;
    meanJ += (values[j * periods + t] - fromJ) / common.length;
  }
  let [squaresI, squaresJ, products] = [0, 0, 0];
  for (const t of common) {
    const x = values[i * periods + t] - fromI - meanI;
    const y = values[j * periods + t] - fromJ - meanJ;
    squaresI += x * x;
    squaresJ += y * y;
    products += x * y;
  }
  const scale = Math.sqrt(squaresI) * Math.sqrt(squaresJ);
  return scale > 0 ? bounded(products / scale) : 0;
}

function bounded(correlation: number): number {
  return Math.max(-1, Math.min(1, correlation));
}
