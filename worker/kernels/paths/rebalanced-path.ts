import type { Matrix } from '../algebra/matrix.ts';

/** What is to be held. */
export interface Targets {
  /** n target shares of the value, of any sign. */
  readonly weights: Float64Array;
  /** Target share of cash, below 0 for a loan: with the weights it adds up to 1. */
  readonly cash: number;
}

/** Targets that take the place of those before, bought at the close of a day. */
export interface ChangedTargets extends Targets {
  /** A row of the closes, from 1 on. */
  readonly day: number;
}

/** How a portfolio is held, from the targets of the first day on. */
export interface Rebalancing extends Targets {
  /** What cash earns, and a loan costs, from one close to the next. */
  readonly cashRatePerPeriod: number;
  /** Cost of buying or selling as a share of the amount traded. */
  readonly costRate: number;
  /** Length T+1: not 0 where the targets are restored at the day's close. */
  readonly due: Uint8Array;
  /** The targets are restored, too, once a share is further from its own; Infinity for never. */
  readonly band: number;
  /** Later targets, by ascending day; none where absent. */
  readonly changes?: readonly ChangedTargets[];
}

/** One restoring of the targets; day 0 is the first purchase. */
export interface Trade {
  readonly day: number;
  /** Bought and sold, over the value before: Σ|trade|. */
  readonly traded: number;
  /** Over the value before. */
  readonly cost: number;
}

/** What came of it. */
export interface RebalancedPath {
  /** T+1 values at the close, before the day's trades; 1 on the first day. */
  readonly path: Float64Array;
  readonly trades: readonly Trade[];
  /** Shares of the value on the last day, cash last: length n+1. */
  readonly finalWeights: Float64Array;
}

/**
 * Follows a portfolio through trades at closes, with costs in proportion to what is traded and paid
 * out of its value. The first purchase is paid for, too; nothing is traded on the last day, nor from
 * the day on which everything is lost. Changed targets are bought at the close of their own day.
 *
 * @param closes  T+1 × n, finite and above 0, T ≥ 1
 * @throws {RangeError} shapes that do not fit, or costs of the whole value: costRate·Σ|weight| ≥ 1
 */
export function rebalancedPath(closes: Matrix, rebalancing: Rebalancing): RebalancedPath {
  const { rows, columns, values } = closes;
  const { changes = [] } = rebalancing;
  check(closes, rebalancing);
  const path = new Float64Array(rows);
  const holding: Holding = { shares: new Float64Array(columns), cash: 1 };
  path[0] = 1;
  const trades: Trade[] = [{ day: 0, ...restore(holding, day(closes, 0, 1), rebalancing) }];
  let asked = rebalancing;
  let changed = 0;
  for (let t = 1; t < rows; t++) {
    holding.cash *= 1 + rebalancing.cashRatePerPeriod;
    const value = worth(holding, values.subarray(t * columns, (t + 1) * columns));
    path[t] = value;
    if (t === rows - 1 || !(value > 0)) continue;
    const today = day(closes, t, value);
    const change = changes[changed]?.day === t ? changes[changed++] : undefined;
    asked = change === undefined ? asked : { ...rebalancing, ...change };
    if (change !== undefined || tooFar(t, holding, today, asked)) {
      trades.push({ day: t, ...restore(holding, today, asked) });
    }
  }
  const last = day(closes, rows - 1, path[rows - 1]);
  return { path, trades, finalWeights: weightsOf(holding, last) };
}

/** What is held: shares of each symbol, and an amount of cash. */
interface Holding {
  readonly shares: Float64Array;
  cash: number;
}

/** One day's closes and the portfolio's value by them. */
interface Day {
  readonly closes: Float64Array;
  readonly value: number;
}

function day({ columns, values }: Matrix, row: number, value: number): Day {
  return { closes: values.subarray(row * columns, (row + 1) * columns), value };
}

function worth({ shares, cash }: Holding, closes: Float64Array): number {
  let value = cash;
  for (let i = 0; i < shares.length; i++) value += shares[i] * closes[i];
  return value;
}

/** Restores the targets and pays for it. */
function restore(holding: Holding, today: Day, rebalancing: Rebalancing): Omit<Trade, 'day'> {
  const { weights, cash } = rebalancing;
  const { closes, value } = today;
  const after = valueAfterCosts(holding, today, rebalancing);
  let traded = 0;
  for (let i = 0; i < weights.length; i++) {
    traded += Math.abs(weights[i] * after - holding.shares[i] * closes[i]);
    holding.shares[i] = (weights[i] * after) / closes[i];
  }
  holding.cash = cash * after;
  return { traded: traded / value, cost: (value - after) / value };
}

/**
 * The value V that is left when its targets have been bought and paid for: the root of
 * V + c·Σ|wᵢV − aᵢ| = value, aᵢ being the amounts held. The left side is convex, piecewise linear and
 * rises, so that Newton's steps from the right never pass the root and end on it.
 */
function valueAfterCosts(
  { shares }: Holding,
  { closes, value }: Day,
  { weights, costRate }: Rebalancing,
): number {
  if (costRate === 0) return value;
  let after = value;
  // Each step enters another piece; one more for rounding.
  for (let step = 0; step <= weights.length + 1; step++) {
    let excess = after - value;
    let slope = 1;
    for (let i = 0; i < weights.length; i++) {
      const trade = weights[i] * after - shares[i] * closes[i];
      excess += costRate * Math.abs(trade);
      slope += trade < 0 ? -costRate * weights[i] : costRate * weights[i];
    }
    const next = after - excess / slope;
    if (!(next < after)) return after;
    after = next;
  }
  return after;
}

/** Whether a day is due, or a share has left its band. */
function tooFar(t: number, holding: Holding, today: Day, asked: Rebalancing): boolean {
  return asked.due[t] !== 0 || furthest(holding, today, asked) > asked.band;
}

/** The largest distance of a share of the value from its target, cash included. */
function furthest(
  { shares, cash }: Holding,
  { closes, value }: Day,
  rebalancing: Rebalancing,
): number {
  const { weights, band } = rebalancing;
  if (band === Number.POSITIVE_INFINITY) return 0;
  let distance = Math.abs(cash / value - rebalancing.cash);
  for (let i = 0; i < weights.length; i++) {
    distance = Math.max(distance, Math.abs((shares[i] * closes[i]) / value - weights[i]));
  }
  return distance;
}

function weightsOf({ shares, cash }: Holding, { closes, value }: Day): Float64Array {
  const weights = new Float64Array(shares.length + 1);
  for (let i = 0; i < shares.length; i++) weights[i] = (shares[i] * closes[i]) / value;
  weights[shares.length] = cash / value;
  return weights;
}

function check({ rows, columns }: Matrix, rebalancing: Rebalancing): void {
  const { due, costRate, changes = [] } = rebalancing;
  if (due.length !== rows) throw new RangeError('shapes differ');
  for (const { weights } of [rebalancing, ...changes]) {
    if (weights.length !== columns) throw new RangeError('shapes differ');
    if (!(costRate * grossOf(weights) < 1)) throw new RangeError('costs take the whole value');
  }
}

function grossOf(weights: Float64Array): number {
  let gross = 0;
  for (let i = 0; i < weights.length; i++) gross += Math.abs(weights[i]);
  return gross;
}
