import { IllPosed } from '../errors.ts';
import type { RebalancedPath, Rebalancing, Trade } from '../kernels/rebalanced-path.ts';
import { firstRuin } from '../kernels/weights-path.ts';
import { isoDate } from '../prices/day.ts';
import { Absences } from './absences.ts';
import type { BacktestQuery } from './backtest-query.ts';
import { bySymbol } from './by-symbol.ts';
import type { Trading } from './follow-trading.ts';
import {
  benchmarkFigures,
  calendarTable,
  comparison,
  conventions,
  type FollowedPath,
  figureWarnings,
  followPath,
  ownFigures,
  ratePerPeriod,
  rollingOf,
} from './followed-path.ts';
import { type JoinedMaterial, joinMaterial, type Material } from './material.ts';
import { performanceTable } from './performance-table.ts';
import { rebalancingDays } from './rebalancing-days.ts';
import type { Report } from './report.ts';
import { warningsAround } from './warnings.ts';
import { origins, windowUsed } from './window-used.ts';

/** The most trades that are listed, the latest of them. */
const mostTrades = 260;

const daysPerYear = 365.25;

/** Follows weights here or elsewhere, such as in a thread: one path a way. */
export type FollowTrading = (trading: Trading) => Promise<readonly RebalancedPath[]>;

/**
 * Tells how given weights would have fared when kept up as asked: docs/api.md names every member.
 *
 * @throws {TooFewPrices} when the symbols share fewer than 3 days
 * @throws {IllPosed} when they, or costs, lose everything
 */
export async function backtest(
  query: BacktestQuery,
  given: Material,
  follow: FollowTrading,
): Promise<Report> {
  const material = joinMaterial(given);
  const [result, leftAlone] = await follow({
    closes: material.window.closes,
    ways: waysOf(query, material),
  });
  if (result === undefined) throw new RangeError('there is no path');
  return told(query, material, { asked: result, leftAlone });
}

/** The paths that a backtest tells of. */
interface Runs {
  readonly asked: RebalancedPath;
  /** The same weights left alone; undefined where that is what was asked. */
  readonly leftAlone: RebalancedPath | undefined;
}

function told(
  query: BacktestQuery,
  material: JoinedMaterial,
  { asked: result, leftAlone }: Runs,
): Report {
  const { days } = material.window;
  const absences = new Absences();
  const followed = followPath(result.path, { material, terms: query, absences });
  return {
    weights: bySymbol(query.symbols, (i) => query.weights[i] ?? 0),
    cash: query.cash,
    rebalancing: policy(query),
    period: { start: isoDate(days[0] ?? 0), end: isoDate(days.at(-1) ?? 0) },
    benchmark: query.benchmark,
    conventions: conventions(query),
    window: windowUsed(query, material),
    prices: origins(material),
    metrics: {
      portfolio: ownFigures(followed, 'metrics.portfolio'),
      ...unrebalanced(leftAlone, followed),
      benchmark: benchmarkFigures(followed),
    },
    against_benchmark: comparison(followed),
    trading: trading(result, days),
    final_weights: bySymbol(query.symbols, (i) => result.finalWeights[i] ?? 0),
    final_cash: result.finalWeights.at(-1) ?? 0,
    monthly_returns: calendarTable(followed, 'month'),
    yearly_returns: calendarTable(followed, 'year'),
    rolling: rollingOf(followed),
    performance: performanceTable('Portfolio', { ...followed, benchmark: query.benchmark }),
    // The last member: by now it is known which figures are null.
    warnings: warningsAround(query, material, figureWarnings(followed)),
  };
}

/** What was asked, and beside it the same weights left alone. */
function waysOf(query: BacktestQuery, { window }: JoinedMaterial): readonly Rebalancing[] {
  const { costRate, cash, riskFreeRate, rebalancing } = query;
  const weights = Float64Array.from(query.weights);
  const gross = weights.reduce((sum, weight) => sum + Math.abs(weight), 0);
  if (costRate * gross >= 1) {
    throw new IllPosed(
      `Positions of ${gross.toPrecision(3)} times the value at a cost_rate of ${costRate} cost all of it: lower either.`,
    );
  }
  const way = (kept: BacktestQuery['rebalancing']): Rebalancing => ({
    weights,
    cash,
    cashRatePerPeriod: ratePerPeriod(riskFreeRate),
    costRate,
    due: rebalancingDays(window.days, kept),
    band: kept === 'bands' ? query.band : Number.POSITIVE_INFINITY,
  });
  return rebalancing === 'buy_and_hold'
    ? [way('buy_and_hold')]
    : [way(rebalancing), way('buy_and_hold')];
}

function policy({ rebalancing, band, costRate }: BacktestQuery): unknown {
  return {
    policy: rebalancing,
    ...(rebalancing === 'bands' ? { band } : {}),
    cost_rate: costRate,
  };
}

/** What the same weights would have done untouched, where they were not left so. */
function unrebalanced(
  leftAlone: RebalancedPath | undefined,
  followed: FollowedPath,
): Readonly<Record<string, unknown>> {
  if (leftAlone === undefined) return {};
  const { path } = leftAlone;
  const place = 'metrics.buy_and_hold';
  const lost = firstRuin(path) !== undefined;
  const reason = 'left alone, the weights lose everything';
  return {
    buy_and_hold: lost
      ? followed.absences.note(place, reason)
      : ownFigures({ ...followed, path }, place),
  };
}

function trading({ trades }: RebalancedPath, days: Int32Array): unknown {
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
