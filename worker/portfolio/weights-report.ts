import { simpleReturns } from '../kernels/path-statistics.ts';
import { sampleMoments } from '../kernels/sample-moments.ts';
import { isoDate } from '../prices/day.ts';
import { Absences } from './absences.ts';
import { bySymbol } from './by-symbol.ts';
import type { HeldWeights, Holding } from './follow-holding.ts';
import {
  benchmarkFigures,
  calendarTable,
  comparison,
  conventions,
  type FollowedPath,
  figureWarnings,
  followPath,
  ownFigures,
  rollingOf,
} from './followed-path.ts';
import { joinMaterial, type Material } from './material.ts';
import { periodsPerYear, type Report } from './report.ts';
import type { ReportQuery } from './report-query.ts';
import { warningsAround } from './warnings.ts';
import { origins, windowUsed } from './window-used.ts';

/** Follows weights here or elsewhere, such as in a thread. */
export type FollowHolding = (holding: Holding) => Promise<HeldWeights>;

/**
 * Tells what given weights would have done: docs/api.md names every member.
 *
 * @throws {TooFewPrices} when the symbols share fewer than 3 days
 * @throws {IllPosed} when the weights lose everything
 */
export async function weightsReport(
  query: ReportQuery,
  given: Material,
  follow: FollowHolding,
): Promise<Report> {
  const material = joinMaterial(given);
  const { closes, days } = material.window;
  const weights = Float64Array.from(query.weights);
  const { path, contributions } = await follow({ closes, weights, portfolio: query.portfolio });
  const followed = followPath(path, { material, terms: query, absences: new Absences() });
  return {
    weights: bySymbol(query.symbols, (i) => query.weights[i] ?? 0),
    portfolio: query.portfolio,
    period: { start: isoDate(days[0] ?? 0), end: isoDate(days.at(-1) ?? 0) },
    benchmark: query.benchmark,
    conventions: conventions(query),
    window: windowUsed(query, material),
    prices: origins(material),
    metrics: {
      portfolio: ownFigures(followed, 'metrics.portfolio'),
      benchmark: benchmarkFigures(followed),
    },
    against_benchmark: comparison(followed),
    risk_contributions: riskShares(query, contributions, followed),
    monthly_returns: calendarTable(followed, 'month'),
    yearly_returns: calendarTable(followed, 'year'),
    rolling: rollingOf(followed),
    // The last member: by now it is known which figures are null.
    warnings: warningsAround(query, material, figureWarnings(followed)),
  };
}

function riskShares(
  { symbols, weights }: ReportQuery,
  found: HeldWeights['contributions'],
  { path, absences }: FollowedPath,
): unknown {
  if (found === undefined) return absences.note('risk_contributions', 'the value never moves');
  const annualised = Math.sqrt(periodsPerYear);
  const { deviation } = sampleMoments(simpleReturns(path));
  return bySymbol(symbols, (i) => ({
    weight: weights[i] ?? 0,
    marginal: annualised * (found.marginal[i] ?? 0),
    contribution: annualised * (found.contribution[i] ?? 0),
    share: (found.contribution[i] ?? 0) / deviation,
  }));
}
