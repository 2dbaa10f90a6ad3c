import type { RebalancedPath, Trade } from '../../kernels/paths/rebalanced-path.ts';
import { isoDate } from '../../prices/day.ts';

/** The most trades that are listed, the latest of them. */
const mostTrades = 260;

const daysPerYear = 365.25;

/**
 * An answer's `trading`: what keeping the weights up took.
 *
 * @param days  those of the path
 */
export function trading({ trades }: RebalancedPath, days: Int32Array): unknown {
  const years = ((days.at(-1) ?? 0) - (days[0] ?? 0)) / daysPerYear;
  const [first, ...later] = trades;
  const traded = total(later, ({ traded: amount }) => amount);
  return {
    first_purchase: first && record(first, days),
    rebalancings: later.length,
    // Of each amount half is sold and half is bought.
    turnover_per_year: traded / 2 / years,
    cost: total(trades, ({ cost }) => cost),
    list: later.slice(-mostTrades).map((trade) => record(trade, days)),
  };
}

function total(trades: readonly Trade[], amount: (trade: Trade) => number): number {
  return trades.reduce((sum, trade) => sum + amount(trade), 0);
}

function record({ day, traded, cost }: Trade, days: Int32Array): unknown {
  return { date: isoDate(days[day] ?? 0), traded, cost };
}
