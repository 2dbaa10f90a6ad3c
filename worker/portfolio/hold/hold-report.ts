import { bySymbol } from '../query/by-symbol.ts';
import type { PortfolioQuery } from '../query/query.ts';
import type { Report } from '../report/report.ts';
import type { GlobalCertificate } from './certificate.ts';
import type { Solved } from './solve.ts';

/** The best local optima that an answer spells out; the count of all is told beside them. */
const mostOptima = 5;

/** What was maximised, in the words of the contract. */
export function holdObjective({
  symbols,
  benchmark,
  riskFreeRate,
  periodsPerYear,
  holdBounds: bounds,
}: PortfolioQuery): Report {
  return {
    name: 'max_sharpe',
    portfolio: 'buy_and_hold',
    excess_over: benchmark ?? 'risk_free_rate',
    ...(benchmark === null ? { risk_free_rate: riskFreeRate } : {}),
    periods_per_year: periodsPerYear,
    ...(bounds === undefined
      ? {}
      : { bounds: bySymbol(symbols, (i) => [bounds.lower[i] ?? 0, bounds.upper[i] ?? 1]) }),
    in_sample: true,
  };
}

/** How good the optimum is, in the words of the contract. */
export function holdCertificate(
  { symbols }: PortfolioQuery,
  { certificate: found, excessCount, sharpeRatio }: Solved,
): unknown {
  return {
    method: 'projected-newton',
    objective_value: sharpeRatio,
    converged: found.converged,
    kkt_residual: found.kktResidual,
    active_constraints: found.active.map(({ column, side, shadowPrice }) => ({
      constraint: side,
      symbol: symbols[column],
      shadow_price: shadowPrice,
    })),
    strict: found.strict,
    starts: found.starts,
    distinct_optima: found.distinctOptima.length,
    optima: found.distinctOptima.slice(0, mostOptima).map((optimum) => ({
      sharpe_ratio: optimum.sharpeRatio,
      starts: optimum.starts,
      weights: bySymbol(symbols, (i) => optimum.weights[i] ?? 0),
    })),
    start_from_equal_weights_value: found.equalWeightsStartRatio ?? null,
    excess_returns: excessCount,
    ...(found.global === undefined ? {} : { global: globalCertificate(found.global) }),
  };
}

function globalCertificate({ proven, upperBound, gap, nodes }: GlobalCertificate): unknown {
  return { proven, upper_bound: upperBound ?? null, gap: gap ?? null, nodes };
}
