import {
  annualisedVolatility,
  compoundAnnualGrowth,
  maxDrawdown,
} from '../../kernels/paths/path-statistics.ts';
import { type Day, isoDate } from '../../prices/day.ts';
import { bySymbol } from '../query/by-symbol.ts';
import type { PortfolioQuery } from '../query/query.ts';
import type { PlanShares } from '../shares/share-plan.ts';
import { type PlannedShares, planOf, shareWarnings, toldShares } from '../shares/share-report.ts';
import type { JoinedMaterial } from '../window/material.ts';
import { present } from '../window/present.ts';
import { origins, windowUsed } from '../window/window-used.ts';
import { finiteOrNull } from './finite-or-null.ts';
import { performanceTable } from './performance-table.ts';

const daysInYear = 365;

/** The answer as it is sent; docs/api.md tells each member. */
export type Report = Readonly<Record<string, unknown>>;

/** What a report is made of. */
export interface Findings {
  readonly query: PortfolioQuery;
  readonly material: JoinedMaterial;
  /** One a symbol, summing to exactly 1, or to less where the rest is cash. */
  readonly weights: Float64Array;
  /** That rest; 0 by default. */
  readonly cash?: number;
  /** Null where there is none: a portfolio without volatility. */
  readonly sharpeRatio: number | null;
  /** T+1 values of the portfolio, 1 on the first day. */
  readonly path: Float64Array;
  /** T+1 closes of the benchmark, NaN where it has none; undefined without a benchmark. */
  readonly benchmarkCloses: Float64Array | undefined;
  /** What the method tells of itself. */
  readonly told: {
    /** `objective`, and what belongs beside it. */
    readonly objective: Report;
    readonly certificate: unknown;
    readonly warnings: readonly string[];
  };
}

/**
 * Puts the findings into the words of the contract, and finds what the amount buys.
 *
 * @throws {IllPosed} when no shares can be chosen for the amount and the holdings
 */
export async function report(findings: Findings, planShares: PlanShares): Promise<Report> {
  const planned = await plannedShares(findings, planShares);
  const { query, material, weights, path, benchmarkCloses, told } = findings;
  const { days } = material.window;
  return {
    optimal_allocations: bySymbol(query.symbols, (i) => weights[i] ?? 0),
    sharpe_ratio: findings.sharpeRatio,
    cumulative_returns: (path.at(-1) ?? Number.NaN) - 1,
    performance: performanceTable('Optimized', {
      days,
      path,
      benchmark: query.benchmark,
      benchmarkCloses,
    }),
    period: { start: isoDate(days[0] ?? 0), end: isoDate(days.at(-1) ?? 0) },
    initial_investment: query.amountAsSent,
    ...told.objective,
    window: windowUsed(query, material),
    prices: origins(material),
    shares: planned === undefined ? null : toldShares(planned),
    metrics: {
      portfolio: metrics(days, path, query.periodsPerYear),
      ...(benchmarkCloses === undefined
        ? {}
        : { benchmark: metrics(...present(days, benchmarkCloses), query.periodsPerYear) }),
    },
    certificate: told.certificate,
    warnings: [...told.warnings, ...(planned === undefined ? [] : shareWarnings(planned))],
  };
}

async function plannedShares(
  { query, material, weights, cash = 0 }: Findings,
  planShares: PlanShares,
): Promise<PlannedShares | undefined> {
  const { symbols, amount, shareTerms: terms } = query;
  if (terms === undefined) return undefined;
  const { rows, columns, values } = material.window.closes;
  const prices = values.slice((rows - 1) * columns);
  const input = { weights, keptShare: cash, prices, cash: amount ?? 0, terms };
  const plan = planOf(await planShares(input));
  return { symbols, input, plan, pricedOn: isoDate(material.window.days.at(-1) ?? 0) };
}

function metrics(days: ArrayLike<Day>, path: Float64Array, periods: number): unknown {
  const drawdown = maxDrawdown(path);
  const lasted = (days[days.length - 1] ?? 0) - (days[0] ?? 0);
  return {
    total_return: (path.at(-1) ?? Number.NaN) / (path[0] ?? Number.NaN) - 1,
    // What a part of a year brought says nothing of a whole one.
    annual_return: lasted < daysInYear ? null : finiteOrNull(compoundAnnualGrowth(path, lasted)),
    annual_volatility: finiteOrNull(annualisedVolatility(path, periods)),
    max_drawdown: {
      depth: drawdown.depth,
      from: isoDate(days[drawdown.peak] ?? 0),
      to: isoDate(days[drawdown.trough] ?? 0),
    },
  };
}
