import { IllPosed } from '../../errors.ts';
import { sumExactly } from '../../kernels/algebra/exact-sum.ts';
import { isoDate } from '../../prices/day.ts';
import { bySymbol } from '../query/by-symbol.ts';
import type { Report } from '../report/report.ts';
import { fewReturns, fewReturnsWarning, warningsAround } from '../report/warnings.ts';
import { joinMaterial, type Material } from '../window/material.ts';
import { origins, windowUsed } from '../window/window-used.ts';
import type { Frontier, FrontierPoint, FrontierSolution } from './frontier.ts';
import { illPosedMix } from './mix-ill-posed.ts';
import type { MixInput } from './mix-problem.ts';
import { constraints, toldEstimate } from './mix-report.ts';
import { type MixQuery, mixInput, repairWarning } from './optimise-mix.ts';

/** Solves here or elsewhere, such as in a thread. */
export type SolveFrontier = (input: MixInput) => Promise<FrontierSolution>;

/**
 * Answers a query for the efficient frontier.
 *
 * @throws {TooFewPrices} when the symbols share fewer than 3 days
 * @throws {IllPosed} when there is no frontier, saying what to change
 */
export async function traceFrontier(
  query: MixQuery,
  material: Material,
  solve: SolveFrontier,
): Promise<Report> {
  const joined = joinMaterial(material);
  const frontier = await solve(mixInput(query, joined));
  if (!frontier.solved) throw new IllPosed(illPosedMix(frontier, query));
  const { days } = joined.window;
  const told = ({ weights, expected }: FrontierPoint): Report => {
    const exact = sumExactly(weights);
    return {
      weights: bySymbol(query.symbols, (i) => exact[i] ?? 0),
      return: expected.return,
      volatility: expected.volatility,
      sharpe_ratio: expected.sharpeRatio ?? null,
    };
  };
  return {
    corners: frontier.corners?.map(told) ?? null,
    points: frontier.points.map(told),
    min_volatility: told(frontier.minVolatility),
    max_sharpe: 'reason' in frontier.maxSharpe ? null : told(frontier.maxSharpe),
    parameters: {
      ...constraints(query.symbols, query.mix),
      risk_free_rate: query.riskFreeRate,
      periods_per_year: query.periodsPerYear,
    },
    estimate: toldEstimate(query, frontier.estimate),
    period: { start: isoDate(days[0] ?? 0), end: isoDate(days.at(-1) ?? 0) },
    window: windowUsed(query, joined),
    prices: origins(joined),
    certificate: {
      method: frontier.corners ? 'critical-line' : 'dual-active-set',
      kkt_residual: frontier.kktResidual,
    },
    warnings: warningsAround(query, joined, ownWarnings(frontier, query)),
  };
}

function ownWarnings({ estimate, maxSharpe }: Frontier, query: MixQuery): readonly string[] {
  const least = Math.min(...estimate.counts);
  return [
    ...(least < fewReturns ? [fewReturnsWarning(least)] : []),
    ...repairWarning(estimate, query),
    ...('reason' in maxSharpe ? [illPosedMix(maxSharpe, query)] : []),
  ];
}
