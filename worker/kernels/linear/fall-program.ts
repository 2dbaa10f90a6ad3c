import type { Matrix } from '../algebra/matrix.ts';
import { drawdownEpisodes } from '../downside/drawdowns.ts';
import type { KinkedTerms } from '../quadratic/kinked-problem.ts';
import type { KinkedQuestion } from './kinked-program.ts';

/** A fall of a path from one day to a later one. */
export interface Fall {
  readonly peak: number;
  readonly trough: number;
}

/** Is there a portfolio, bought and held, that falls by less than a share of its value? */
export interface FallQuestion {
  /** What weights keep to; nothing is gained or costs anything. */
  readonly terms: KinkedTerms;
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
 * dividing by V_peak is allowed. ξ is the further column of the program, and the falls its further rows.
 *
 * @see Crouzeix, Ferland & Schaible (1985), J. Optimization Theory & Applications 47(1), algorithm 2
 */
export function fallProgram(question: FallQuestion): KinkedQuestion {
  const { NEGATIVE_INFINITY: lower, POSITIVE_INFINITY: upper } = Number;
  return {
    terms: question.terms,
    columns: [{ cost: 1, lower, upper }],
    rows: question.falls.map((fall) => ({
      weights: fallSlopes(question, fall),
      others: [[0, -1]],
      lower,
      upper: 0,
    })),
  };
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
