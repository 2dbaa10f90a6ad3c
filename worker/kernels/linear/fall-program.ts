import type { Matrix } from '../algebra/matrix.ts';
import { drawdownEpisodes } from '../downside/drawdowns.ts';
import type { WeightBounds } from '../quadratic/weight-bounds.ts';
import { ColumnList } from './column-list.ts';
import type { LinearProgram } from './linear-program.ts';

/** A fall of a path from one day to a later one. */
export interface Fall {
  readonly peak: number;
  readonly trough: number;
}

/** Is there a portfolio, bought and held, that falls by less than a share of its value? */
export interface FallQuestion extends WeightBounds {
  /** n × (T+1): what a unit put into each symbol on the first day is worth. */
  readonly growth: Matrix;
  /** θ, above 0 and at most 1. */
  readonly depth: number;
  /** D, T+1 values above 0: what the best portfolio so far is worth, in which excesses are measured. */
  readonly units: Float64Array;
  /** The falls that are looked at. */
  readonly falls: readonly Fall[];
}

/**
 * Minimise ξ over weights with ((1 − θ)·V_peak − V_trough)/D_peak ≤ ξ for each fall, V = Σ wᵢ·growthᵢ.
 * Some portfolio falls by less than θ exactly when ξ < 0: such a one keeps V above 1 − θ, so that
 * dividing by V_peak is allowed. Columns: the weights, then ξ. Rows: the budget, then the falls.
 *
 * @see Crouzeix, Ferland & Schaible (1985), J. Optimization Theory & Applications 47(1), algorithm 2
 */
export function fallProgram(question: FallQuestion): LinearProgram {
  const { growth, falls, lower, upper } = question;
  const { rows: symbols } = growth;
  const list = new ColumnList(symbols + 1, (symbols + 1) * (falls.length + 1));
  const slopes = falls.map((fall) => fallSlopes(question, fall));
  for (let i = 0; i < symbols; i++) {
    list.begin({ cost: 0, lower: lower[i], upper: upper[i] });
    list.enter(0, 1);
    for (let k = 0; k < falls.length; k++) list.enter(k + 1, slopes[k][i]);
  }
  list.begin({ cost: 1, lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY });
  for (let k = 0; k < falls.length; k++) list.enter(k + 1, -1);
  const rowLower = new Float64Array(falls.length + 1).fill(Number.NEGATIVE_INFINITY);
  const rowUpper = new Float64Array(falls.length + 1);
  rowLower[0] = 1;
  rowUpper[0] = 1;
  return list.program(rowLower, rowUpper);
}

/** The coefficients of ((1 − θ)·V_peak − V_trough)/D_peak, length n. */
export function fallSlopes(
  { growth: { rows, columns: days, values }, depth, units }: FallQuestion,
  { peak, trough }: Fall,
): Float64Array {
  return Float64Array.from(
    { length: rows },
    (_, i) => ((1 - depth) * values[i * days + peak] - values[i * days + trough]) / units[peak],
  );
}

/**
 * The falls of a path that are worse than the program said, the worst first: one from each high, and
 * of a path that loses everything the last day of it alone.
 *
 * @param path  T+1 values, 1 on the first day
 * @param most  how many to give
 */
export function worstFalls(
  path: Float64Array,
  { depth, units, above }: Pick<FallQuestion, 'depth' | 'units'> & { readonly above: number },
  most: number,
): readonly Fall[] {
  const ruin = lowestRuin(path);
  if (ruin !== undefined) return [ruin];
  const excess = ({ peak, trough }: Fall): number =>
    ((1 - depth) * path[peak] - path[trough]) / units[peak];
  return drawdownEpisodes(path)
    .filter((fall) => excess(fall) > above)
    .sort((one, other) => excess(other) - excess(one))
    .slice(0, most)
    .map(({ peak, trough }) => ({ peak, trough }));
}

/** The fall from the first day to the least value, where that is not above 0. */
function lowestRuin(path: Float64Array): Fall | undefined {
  let trough = 0;
  for (let t = 1; t < path.length; t++) if (path[t] < path[trough]) trough = t;
  return path[trough] > 0 ? undefined : { peak: 0, trough };
}
