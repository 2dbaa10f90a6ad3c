import type { Matrix } from '../algebra/matrix.ts';
import type { WeightBounds } from '../quadratic/weight-bounds.ts';
import { ColumnList } from './column-list.ts';
import type { LinearProgram } from './linear-program.ts';

/** Maximise the mean of eᵀw over that of its shortfall, max(−eᵀw, 0). */
export interface OmegaProblem extends WeightBounds {
  /** e, T × n: returns less the threshold. */
  readonly excess: Matrix;
  /** m, length n: their means. */
  readonly gains: Float64Array;
  /** The largest mᵀw, above 0: what gains are counted in. */
  readonly highest: number;
}

/** What the dual's solution says. */
export interface OmegaDual {
  /** As they came out, to within the solver's tolerance. */
  readonly weights: Float64Array;
  /** How much each period counts as one of shortfall, length T, from 0 to 1/T. */
  readonly shares: Float64Array;
}

/**
 * The dual of the linear program of Kapsos and others: as the ratio does not change when weights are
 * scaled, shortfall is made least where the gain is 1. With T periods and n symbols it has n + 1 rows
 * instead of T, and the weights are what its rows are worth.
 *
 * Maximise κ over 0 ≤ pₜ ≤ 1/T, b ≥ 0 and γ with Σ pₜ·eₜᵢ + κ·mᵢ − γ − bᵢ ≤ 0 for each symbol, and
 * Σ pₜ·eₜᵀl + κ·mᵀl + γ·(B − Σl) + Σ bᵢ·(uᵢ − lᵢ) ≤ 0; B is the budget. κ is shortfall over gain.
 *
 * @see Kapsos, Zymler, Christofides & Rustem (2014), J. Computational Finance 17(4), §3
 */
export function omegaProgram(problem: OmegaProblem): LinearProgram {
  const { excess, gains, highest, lower, upper } = problem;
  const { rows: periods, columns: symbols, values } = excess;
  const left = unspent(problem);
  const capped = Array.from(lower.keys()).filter((i) => upper[i] - lower[i] < left);
  const columns = periods + 2 + capped.length;
  const list = new ColumnList(columns, (periods + 2) * (symbols + 1) + 2 * capped.length);
  const enterAll = (value: (symbol: number) => number): void => {
    let least = 0;
    for (let i = 0; i < symbols; i++) {
      list.enter(i, value(i));
      least += value(i) * lower[i];
    }
    list.enter(symbols, least);
  };
  for (let t = 0; t < periods; t++) {
    list.begin({ cost: 0, lower: 0, upper: 1 / periods });
    enterAll((i) => values[t * symbols + i]);
  }
  list.begin({ cost: -1, lower: 0, upper: Number.POSITIVE_INFINITY });
  enterAll((i) => gains[i] / highest);
  list.begin({ cost: 0, lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY });
  for (let i = 0; i < symbols; i++) list.enter(i, -1);
  list.enter(symbols, left);
  for (const i of capped) {
    list.begin({ cost: 0, lower: 0, upper: Number.POSITIVE_INFINITY });
    list.enter(i, -1);
    list.enter(symbols, upper[i] - lower[i]);
  }
  const rowLower = new Float64Array(symbols + 1).fill(Number.NEGATIVE_INFINITY);
  return list.program(rowLower, new Float64Array(symbols + 1));
}

/**
 * Reads the solution of {@link omegaProgram}.
 *
 * @param x  its columns
 * @param y  what its rows are worth
 * @returns  undefined where it is of no portfolio
 */
export function readOmegaDual(
  { excess: { rows: periods }, lower }: OmegaProblem,
  { x, y }: { readonly x: Float64Array; readonly y: Float64Array },
): OmegaDual | undefined {
  // What the weights are scaled by; at least 1, for no gain is above the highest.
  const scale = -y[lower.length];
  if (!(scale > 0.5)) return undefined;
  return {
    weights: lower.map((least, i) => least + Math.max(0, -y[i]) / scale),
    shares: x.slice(0, periods).map((share) => Math.min(1 / periods, Math.max(0, share))),
  };
}

/** What the lower bounds leave of the budget. */
function unspent({ lower, budget = 1 }: WeightBounds): number {
  let left = budget;
  for (const least of lower) left -= least;
  return left;
}
