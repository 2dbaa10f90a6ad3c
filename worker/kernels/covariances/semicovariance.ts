import { gram } from '../algebra/gram.ts';
import type { Matrix } from '../algebra/matrix.ts';
import { presence } from './presence.ts';

/** Below what a return is a loss, and what a missing one counts as. */
export interface SemicovarianceOptions {
  /** Return per period; 0 for losses, or the risk-free rate per period. */
  readonly benchmark: number;
  /**
   * `zero`: a missing return is no shortfall, and sums are divided by all T, as PyPortfolioOpt has
   * it; understates the risk of symbols with short histories. `pairwise`: sums are divided by the
   * periods that both have; need not be positive semidefinite.
   */
  readonly missing: 'zero' | 'pairwise';
}

/**
 * Mean product of the shortfalls below a benchmark, min(r − b, 0), of each pair of symbols.
 *
 * @param returns  T periods × N symbols of simple returns, NaN where there is none
 * @returns        N × N, symmetric, per period²; NaN for pairs that have no period in common
 * @see Estrada (2008), Journal of Applied Finance 18(1), eq. (8)
 */
export function semicovariance(returns: Matrix, options: SemicovarianceOptions): Matrix {
  const shortfalls = gram(shortfallsOf(returns, options.benchmark));
  const { values } = shortfalls;
  if (options.missing === 'zero') {
    for (let k = 0; k < values.length; k++) values[k] /= returns.rows;
    return shortfalls;
  }
  const present = new Float64Array(presence(returns));
  const counts = gram({ rows: returns.columns, columns: returns.rows, values: present }).values;
  for (let k = 0; k < values.length; k++) values[k] /= counts[k];
  return shortfalls;
}

/** N × T, one symbol a row; 0 for a gain and where there is no return. */
function shortfallsOf({ rows: periods, columns: symbols, values }: Matrix, benchmark: number) {
  const shortfalls = new Float64Array(values.length);
  for (let t = 0; t < periods; t++) {
    for (let i = 0; i < symbols; i++) {
      const below = values[t * symbols + i] - benchmark;
      if (below < 0) shortfalls[i * periods + t] = below;
    }
  }
  return { rows: symbols, columns: periods, values: shortfalls };
}
