import { IllPosed } from '../../errors.ts';
import { sumExactly } from '../../kernels/algebra/exact-sum.ts';
import type { BoundMove } from '../../kernels/frontier/corner-moves.ts';
import { isoDate } from '../../prices/day.ts';
import { bySymbol } from '../query/by-symbol.ts';
import type { Report } from '../report/report.ts';
import {
  fewReturns,
  fewReturnsWarning,
  uncertainWarning,
  warningsAround,
} from '../report/warnings.ts';
import { joinMaterial, type Material } from '../window/material.ts';
import { origins, windowUsed } from '../window/window-used.ts';
import type { Frontier, FrontierCorner, FrontierPoint, FrontierSolution } from './frontier.ts';
import type { PointCertificate } from './frontier-certificate.ts';
import { illPosedMix } from './mix-ill-posed.ts';
import type { MixInput } from './mix-problem.ts';
import { constraints, toldConstraint, toldEstimate } from './mix-report.ts';
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
  const told = ({ weights, expected, certificate }: FrontierPoint): Report => {
    const exact = sumExactly(weights, 1, query.mix.bounds);
    return {
      weights: bySymbol(query.symbols, (i) => exact[i] ?? 0),
      return: expected.return,
      volatility: expected.volatility,
      sharpe_ratio: expected.sharpeRatio ?? null,
      certificate: toldCertificate(query, certificate),
    };
  };
  return {
    corners:
      frontier.corners?.map((corner) => ({ ...told(corner), ...toldMoves(query, corner) })) ?? null,
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

/** Why a portfolio is the best of its return, in the words of the contract. */
function toldCertificate({ symbols }: MixQuery, certificate: PointCertificate): Report {
  const { objectiveValue, kktResidual, active, further } = certificate;
  return {
    objective_value: objectiveValue,
    kkt_residual: kktResidual,
    active_constraints: active.map((one) => toldConstraint(one, symbols)),
    ...(further === 0 ? {} : { further_active_constraints: further }),
  };
}

function toldMoves({ symbols }: MixQuery, { moves }: FrontierCorner): Report {
  const named = ({ side, symbol }: BoundMove): Report => ({
    constraint: side,
    symbol: symbols[symbol],
  });
  return { meets_bound: moves.meets.map(named), leaves_bound: moves.leaves.map(named) };
}

function ownWarnings(
  { estimate, maxSharpe, kktResidual }: Frontier,
  query: MixQuery,
): readonly string[] {
  const least = Math.min(...estimate.counts);
  return [
    ...(least < fewReturns ? [fewReturnsWarning(least)] : []),
    ...repairWarning(estimate, query),
    ...uncertainWarning(kktResidual, undefined),
    ...('reason' in maxSharpe ? [illPosedMix(maxSharpe, query)] : []),
  ];
}
