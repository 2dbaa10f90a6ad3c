import {
  annualisedVolatility,
  compoundAnnualGrowth,
  maxDrawdown,
} from '../kernels/path-statistics.ts';
import { type Day, isoDate } from '../prices/day.ts';
import { bySymbol } from './by-symbol.ts';
import type { GlobalCertificate } from './certificate.ts';
import { finiteOrNull } from './finite-or-null.ts';
import type { JoinedMaterial } from './material.ts';
import { performanceTable } from './performance-table.ts';
import { present } from './present.ts';
import type { PortfolioQuery } from './query.ts';
import { buyShares } from './shares.ts';
import type { Solved } from './solve.ts';
import { warningsFor } from './warnings.ts';
import { origins, windowUsed } from './window-used.ts';

/** Trading days a year, by which daily figures are annualised. */
export const periodsPerYear = 252;

const daysInYear = 365;

/** The best local optima that an answer spells out; the count of all is told beside them. */
const mostOptima = 5;

/** The answer as it is sent; docs/api.md tells each member. */
export type Report = Readonly<Record<string, unknown>>;

/** What a report is made of. */
export interface Findings {
  readonly query: PortfolioQuery;
  readonly material: JoinedMaterial;
  readonly solution: Solved;
  /** T+1 values of the portfolio, 1 on the first day. */
  readonly path: Float64Array;
  /** T+1 closes of the benchmark, NaN where it has none; undefined without a benchmark. */
  readonly benchmarkCloses: Float64Array | undefined;
}

/** Puts the findings into the words of the contract. */
export function report(findings: Findings): Report {
  const { query, material, solution, path, benchmarkCloses } = findings;
  const { days } = material.window;
  return {
    optimal_allocations: bySymbol(query.symbols, (i) => solution.weights[i] ?? 0),
    sharpe_ratio: solution.sharpeRatio,
    cumulative_returns: (path.at(-1) ?? Number.NaN) - 1,
    performance: performanceTable('Optimized', {
      days,
      path,
      benchmark: query.benchmark,
      benchmarkCloses,
    }),
    period: { start: isoDate(days[0] ?? 0), end: isoDate(days.at(-1) ?? 0) },
    initial_investment: query.amountAsSent,
    objective: objective(query),
    window: windowUsed(query, material),
    prices: origins(material),
    shares: shares(findings),
    metrics: {
      portfolio: metrics(days, path),
      ...(benchmarkCloses === undefined
        ? {}
        : { benchmark: metrics(...present(days, benchmarkCloses)) }),
    },
    certificate: certificate(findings),
    warnings: warningsFor(query, material, solution.sharpeRatio),
  };
}

function objective({ benchmark, riskFreeRate }: PortfolioQuery): unknown {
  return {
    name: 'max_sharpe',
    portfolio: 'buy_and_hold',
    excess_over: benchmark ?? 'risk_free_rate',
    ...(benchmark === null ? { risk_free_rate: riskFreeRate } : {}),
    periods_per_year: periodsPerYear,
    in_sample: true,
  };
}

function shares({ query, material, solution }: Findings): unknown {
  if (query.amount === undefined) return null;
  const { rows, columns, values } = material.window.closes;
  const last = values.subarray((rows - 1) * columns);
  const bought = buyShares(solution.weights, last, query.amount);
  return {
    priced_on: isoDate(material.window.days.at(-1) ?? 0),
    price: bySymbol(query.symbols, (i) => last[i] ?? null),
    whole: bySymbol(query.symbols, (i) => bought.whole[i] ?? 0),
    fractional: bySymbol(query.symbols, (i) => bought.fractional[i] ?? 0),
    cash_left: bought.cashLeft,
  };
}

function metrics(days: ArrayLike<Day>, path: Float64Array): unknown {
  const drawdown = maxDrawdown(path);
  const lasted = (days[days.length - 1] ?? 0) - (days[0] ?? 0);
  return {
    total_return: (path.at(-1) ?? Number.NaN) / (path[0] ?? Number.NaN) - 1,
    // What a part of a year brought says nothing of a whole one.
    annual_return: lasted < daysInYear ? null : finiteOrNull(compoundAnnualGrowth(path, lasted)),
    annual_volatility: finiteOrNull(annualisedVolatility(path, periodsPerYear)),
    max_drawdown: {
      depth: drawdown.depth,
      from: isoDate(days[drawdown.peak] ?? 0),
      to: isoDate(days[drawdown.trough] ?? 0),
    },
  };
}

function certificate({ query, solution }: Findings): unknown {
  const { certificate: found, excessCount } = solution;
  return {
    converged: found.converged,
    kkt_residual: found.kktResidual,
    strict: found.strict,
    starts: found.starts,
    distinct_optima: found.distinctOptima.length,
    optima: found.distinctOptima.slice(0, mostOptima).map((optimum) => ({
      sharpe_ratio: optimum.sharpeRatio,
      starts: optimum.starts,
      weights: bySymbol(query.symbols, (i) => optimum.weights[i] ?? 0),
    })),
    start_from_equal_weights_value: found.equalWeightsStartRatio ?? null,
    excess_returns: excessCount,
    ...(found.global === undefined ? {} : { global: globalCertificate(found.global) }),
  };
}

function globalCertificate({ proven, upperBound, gap, nodes }: GlobalCertificate): unknown {
  return { proven, upper_bound: upperBound ?? null, gap: gap ?? null, nodes };
}
