import type { Matrix } from '../algebra/matrix.ts';
import { tailSize } from '../downside/tail-mean.ts';
import type { WeightBounds } from '../quadratic/weight-bounds.ts';
import { ColumnList } from './column-list.ts';
import type { LinearProgram } from './linear-program.ts';

/** Minimise the mean of the worst 1 − β of losses or drawdowns over weights. */
export interface TailProblem extends WeightBounds {
  /** T × n per period. */
  readonly returns: Matrix;
  /** β, below 1. */
  readonly confidence: number;
  /** What is bad about a period: its loss, or how far the sum of returns is below its highest. */
  readonly of: 'losses' | 'drawdowns';
  /** A return μᵀw that is to be reached at least. */
  readonly floor?: { readonly gains: Float64Array; readonly target: number };
}

/** What the dual's solution says: weights, and why none are better. */
export interface TailDual {
  /** As they came out, to within the solver's tolerance. */
  readonly weights: Float64Array;
  /** How much each return of a period counts, length T, at least 0; adds up to 1 for losses. */
  readonly shares: Float64Array;
  /** What a unit of the target return costs; 0 without one. */
  readonly floorPrice: number;
}

/**
 * The dual of the linear program of Rockafellar & Uryasev, and for drawdowns of that of Chekhlov,
 * Uryasev & Zabarankin: with T periods and n symbols it has n + 1 rows (n + T + 1) instead of T
 * (2T), and the weights are what its rows are worth.
 *
 * Maximise γ·(B − Σl) + τ·(R − μᵀl) − Σ bᵢ·(uᵢ − lᵢ) − Σ qₜ·rₜᵀl over the shares p of periods in the
 * tail, 0 ≤ pₜ ≤ 1/((1 − β)·T), Σp = 1, and τ, b ≥ 0, with Σ qₜ·rₜᵢ + γ + τμᵢ − bᵢ ≤ 0 for each symbol;
 * B is the budget, q = p for losses, and 0 ≤ qₜ ≤ qₜ₊₁ + pₜ for drawdowns.
 *
 * @see Rockafellar & Uryasev (2000), Journal of Risk 2(3), eq. (17)
 * @see Chekhlov, Uryasev & Zabarankin (2005), Int. J. Theoretical & Applied Finance 8(1), §4
 */
export function tailProgram(problem: TailProblem): LinearProgram {
  const { returns, of, floor } = problem;
  const { rows: periods, columns: symbols } = returns;
  const capped = cappedSymbols(problem);
  const chained = of === 'drawdowns';
  const rows = symbols + 1 + (chained ? periods : 0);
  const columns = periods * (chained ? 2 : 1) + 1 + (floor === undefined ? 0 : 1) + capped.length;
  const entries = periods * (symbols + 4) + 2 * symbols + capped.length;
  const list = new ColumnList(columns, entries);
  if (chained) addTail(list, problem);
  addPeriods(list, problem);
  addMultipliers(list, problem, capped);
  const rowLower = new Float64Array(rows).fill(Number.NEGATIVE_INFINITY);
  const rowUpper = new Float64Array(rows);
  rowLower[symbols] = 1;
  rowUpper[symbols] = 1;
  return list.program(rowLower, rowUpper);
}

/**
 * Reads the solution of {@link tailProgram}.
 *
 * @param x  its columns
 * @param y  what its rows are worth
 */
export function readTailDual(
  problem: TailProblem,
  { x, y }: { readonly x: Float64Array; readonly y: Float64Array },
): TailDual {
  const { returns, lower, of, floor } = problem;
  const { rows: periods } = returns;
  const weights = lower.map((least, i) => least - Math.min(0, y[i]));
  const tail = tidied(x.subarray(0, periods), tailSize(periods, problem.confidence));
  const after = of === 'drawdowns' ? 2 * periods : periods;
  const floorPrice = floor === undefined ? 0 : Math.max(0, x[after + 1]);
  if (of === 'losses') return { weights, shares: tail, floorPrice };
  const shares = new Float64Array(periods);
  let next = 0;
  for (let t = periods - 1; t >= 0; t--) {
    next = Math.min(Math.max(0, x[periods + t]), next + tail[t]);
    shares[t] = next;
  }
  return { weights, shares, floorPrice };
}

/** Symbols whose upper bound says more than what all weights add up to. */
function cappedSymbols({ lower, upper, budget = 1 }: WeightBounds): Int32Array {
  let left = budget;
  for (const least of lower) left -= least;
  return Int32Array.from(lower.keys()).filter((i) => upper[i] - lower[i] < left);
}

/** The shares p of periods in the tail, where they are not those of the returns themselves. */
function addTail(list: ColumnList, { returns, confidence }: TailProblem): void {
  const { rows: periods, columns: symbols } = returns;
  const upper = 1 / tailSize(periods, confidence);
  for (let t = 0; t < periods; t++) {
    list.begin({ cost: 0, lower: 0, upper });
    list.enter(symbols, 1);
    list.enter(symbols + 1 + t, -1);
  }
}

/** The shares q of the returns. */
function addPeriods(list: ColumnList, problem: TailProblem): void {
  const { returns, confidence, of, lower } = problem;
  const { rows: periods, columns: symbols, values } = returns;
  const chained = of === 'drawdowns';
  const upper = chained ? Number.POSITIVE_INFINITY : 1 / tailSize(periods, confidence);
  for (let t = 0; t < periods; t++) {
    let cost = 0;
    for (let i = 0; i < symbols; i++) cost += values[t * symbols + i] * lower[i];
    list.begin({ cost, lower: 0, upper });
    for (let i = 0; i < symbols; i++) list.enter(i, values[t * symbols + i]);
    if (chained) {
      list.enter(symbols + 1 + t, 1);
      if (t > 0) list.enter(symbols + t, -1);
    } else {
      list.enter(symbols, 1);
    }
  }
}

/** γ, τ and b. */
function addMultipliers(
  list: ColumnList,
  { returns: { columns: symbols }, lower, upper, budget = 1, floor }: TailProblem,
  capped: Int32Array,
): void {
  let spent = 0;
  for (const least of lower) spent += least;
  const free = { lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY };
  list.begin({ cost: spent - budget, ...free });
  for (let i = 0; i < symbols; i++) list.enter(i, 1);
  if (floor !== undefined) {
    const { gains, target } = floor;
    let reached = 0;
    for (let i = 0; i < symbols; i++) reached += gains[i] * lower[i];
    list.begin({ cost: reached - target, lower: 0, upper: Number.POSITIVE_INFINITY });
    for (let i = 0; i < symbols; i++) list.enter(i, gains[i]);
  }
  for (const i of capped) {
    list.begin({ cost: upper[i] - lower[i], lower: 0, upper: Number.POSITIVE_INFINITY });
    list.enter(i, -1);
  }
}

/** Shares of at most 1/size each that add up to 1, from which they are only rounding away. */
function tidied(shares: Float64Array, size: number): Float64Array {
  const most = Math.min(1, 1 / size);
  const kept = shares.map((one) => Math.min(most, Math.max(0, one)));
  let sum = 0;
  for (const one of kept) sum += one;
  return kept.map((one) => one / sum);
}
