import type { Matrix } from './matrix.ts';

/** How a portfolio is held. */
export interface Rebalancing {
  /** n target shares of the value, of any sign. */
  readonly weights: Float64Array;
  /** Target share of cash, below 0 for a loan: with the weights it adds up to 1. */
  readonly cash: number;
  /** What cash earns, and a loan costs, from one close to the next. */
  readonly cashRatePerPeriod: number;
  /** Cost of buying or selling as a share of the amount traded. */
  readonly costRate: number;
  /** Length T+1: not 0 where the targets are restored at the day's close. */
  readonly due: Uint8Array;
  /** The targets are restored, too, once a share is further from its own; Infinity for never. */
  readonly band: number;
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
 * the day on which everything is lost.
 *
 * @param closes  T+1 × n, finite and above 0, T ≥ 1
 * @throws {RangeError} shapes that do not fit, or costs of the whole value: costRate·Σ|weight| ≥ 1
 */
export function rebalancedPath(closes: Matrix, rebalancing: Rebalancing): RebalancedPath {
  const { rows, columns, values } = closes;
  const { weights, costRate, due, band } = rebalancing;
  if (weights.length !== columns || due.length !== rows) throw new RangeError('shapes differ');
  if (!(costRate * grossOf(weights) < 1)) throw new RangeError('costs take the whole value');
  const path = new Float64Array(rows);
  const trades: Trade[] = [];
  const holding: Holding = { amounts: new Float64Array(columns), cash: 1 };
  path[0] = 1;
  trades.push({ day: 0, ...restore(holding, 1, rebalancing) });
  for (let t = 1; t < rows; t++) {
    const now = t * columns;
    for (let i = 0; i < columns; i++) {
      holding.amounts[i] *= values[now + i] / values[now - columns + i];
    }
    holding.cash *= 1 + rebalancing.cashRatePerPeriod;
    const value = worth(holding);
    path[t] = value;
    if (t === rows - 1 || !(value > 0)) continue;
    if (due[t] !== 0 || furthest(holding, value, rebalancing) > band) {
      trades.push({ day: t, ...restore(holding, value, rebalancing) });
    }
  }
  return { path, trades, finalWeights: sharesOf(holding, path[rows - 1]) };
}

/** Amounts of money in each symbol and in cash. */
interface Holding {
  readonly amounts: Float64Array;
  cash: number;
}

/** Restores the targets and pays for it. */
function restore(
  holding: Holding,
  value: number,
  { weights, cash, costRate }: Rebalancing,
): Omit<Trade, 'day'> {
  const after = valueAfterCosts(holding.amounts, value, { weights, costRate });
  let traded = 0;
  for (let i = 0; i < weights.length; i++) {
    traded += Math.abs(weights[i] * after - holding.amounts[i]);
    holding.amounts[i] = weights[i] * after;
  }
  holding.cash = cash * after;
  return { traded: traded / value, cost: (value - after) / value };
}

/**
 * The value V that is left when its targets have been bought and paid for: the root of
 * V + c·Σ|wᵢV − aᵢ| = value. The left side is convex, piecewise linear and rises, so that Newton's
 * steps from the right never pass the root and end on it.
 */
function valueAfterCosts(
  amounts: Float64Array,
  value: number,
  { weights, costRate }: Pick<Rebalancing, 'weights' | 'costRate'>,
): number {
  if (costRate === 0) return value;
  let after = value;
  // Each step enters another piece; one more for rounding.
  for (let step = 0; step <= weights.length + 1; step++) {
    let excess = after - value;
    let slope = 1;
    for (let i = 0; i < weights.length; i++) {
      const trade = weights[i] * after - amounts[i];
      excess += costRate * Math.abs(trade);
      slope += costRate * weights[i] * Math.sign(trade);
    }
    const next = after - excess / slope;
    if (!(next < after)) return after;
    after = next;
  }
  return after;
}

function worth({ amounts, cash }: Holding): number {
  let value = cash;
  for (let i = 0; i < amounts.length; i++) value += amounts[i];
  return value;
}

/** The largest distance of a share from its target, cash included. */
function furthest(holding: Holding, value: number, { weights, cash }: Rebalancing): number {
  let distance = Math.abs(holding.cash / value - cash);
  for (let i = 0; i < weights.length; i++) {
    distance = Math.max(distance, Math.abs(holding.amounts[i] / value - weights[i]));
  }
  return distance;
}

function sharesOf({ amounts, cash }: Holding, value: number): Float64Array {
  const shares = new Float64Array(amounts.length + 1);
  for (let i = 0; i < amounts.length; i++) shares[i] = amounts[i] / value;
  shares[amounts.length] = cash / value;
  return shares;
}

function grossOf(weights: Float64Array): number {
  let gross = 0;
  for (let i = 0; i < weights.length; i++) gross += Math.abs(weights[i]);
  return gross;
}
