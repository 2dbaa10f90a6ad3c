import { type RebalancedPath, rebalancedPath } from '../../kernels/paths/rebalanced-path.ts';
import { isoDate } from '../../prices/day.ts';
import { trading } from '../mix/trading-report.ts';
import type { BacktestQuery, Upkeep } from '../query/backtest-query.ts';
import { bySymbol } from '../query/by-symbol.ts';
import {
  benchmarkFigures,
  calendarTable,
  comparison,
  conventions,
  type FollowedPath,
  figuresBeside,
  figureWarnings,
  followPath,
  ownFigures,
  ratePerPeriod,
  rollingOf,
} from '../report/followed-path.ts';
import { performanceTable } from '../report/performance-table.ts';
import type { Report } from '../report/report.ts';
import { warningsAround } from '../report/warnings.ts';
import { Absences } from '../window/absences.ts';
import type { JoinedMaterial } from '../window/material.ts';
import { origins, windowUsed } from '../window/window-used.ts';
import { rebalancingDays } from './rebalancing-days.ts';
import { refuseRuinousCosts } from './ruinous-costs.ts';

/** The paths that a backtest tells of. */
export interface BacktestRuns {
  readonly asked: RebalancedPath;
  /** The same weights left alone; undefined where that is what was asked. */
  readonly leftAlone: RebalancedPath | undefined;
}

/**
 * Follows the weights through the window. Apart from {@link backtest}, so that the event loop may turn
 * in between.
 *
 * @throws {IllPosed} when costs take the whole value
 */
export function runBacktest(query: BacktestQuery, material: JoinedMaterial): BacktestRuns {
  const asked = run(query, material, query.rebalancing);
  const alone = query.rebalancing === 'buy_and_hold';
  return { asked, leftAlone: alone ? undefined : run(query, material, 'buy_and_hold') };
}

/**
 * Tells how given weights would have fared when kept up as asked: docs/api.md names every member.
 *
 * @throws {IllPosed} when they lose everything
 */
export function backtest(
  query: BacktestQuery,
  material: JoinedMaterial,
  { asked: result, leftAlone }: BacktestRuns,
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

function run(
  query: BacktestQuery,
  { window }: JoinedMaterial,
  rebalancing: BacktestQuery['rebalancing'],
): RebalancedPath {
  const { costRate, cash, riskFreeRate, periodsPerYear } = query;
  const weights = Float64Array.from(query.weights);
  refuseRuinousCosts(weights, costRate);
  return rebalancedPath(window.closes, {
    weights,
    cash,
    cashRatePerPeriod: ratePerPeriod(riskFreeRate, periodsPerYear),
    costRate,
    due: rebalancingDays(window.days, rebalancing),
    band: rebalancing === 'bands' ? query.band : Number.POSITIVE_INFINITY,
  });
}

/** How weights are kept up, in the words of the contract. */
export function policy({ rebalancing, band, costRate }: Upkeep): unknown {
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
  const place = 'metrics.buy_and_hold';
  const ruined = 'left alone, the weights lose everything';
  return { buy_and_hold: figuresBeside(leftAlone.path, { followed, place, ruined }) };
}
