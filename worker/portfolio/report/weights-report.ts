import { simpleReturns } from '../../kernels/paths/path-statistics.ts';
import { fixedMixPath, heldPath } from '../../kernels/paths/weights-path.ts';
import { riskContributions } from '../../kernels/risk/risk-contributions.ts';
import { sampleMoments } from '../../kernels/samples/sample-moments.ts';
import { isoDate } from '../../prices/day.ts';
import { diversification } from '../estimate/diversification.ts';
import { bySymbol } from '../query/by-symbol.ts';
import type { ReportQuery } from '../query/report-query.ts';
import { Absences } from '../window/absences.ts';
import type { JoinedMaterial } from '../window/material.ts';
import { origins, windowUsed } from '../window/window-used.ts';
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
import type { Report } from './report.ts';
import { warningsAround } from './warnings.ts';

/**
 * Tells what given weights would have done: docs/api.md names every member.
 *
 * @throws {IllPosed} when the weights lose everything
 */
export function weightsReport(query: ReportQuery, material: JoinedMaterial): Report {
  const { closes, days } = material.window;
  const pathOf = query.portfolio === 'fixed_mix' ? fixedMixPath : heldPath;
  const path = pathOf(closes, Float64Array.from(query.weights));
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
    ...riskShares(query, material, followed),
    monthly_returns: calendarTable(followed, 'month'),
    yearly_returns: calendarTable(followed, 'year'),
    rolling: rollingOf(followed),
    // The last member: by now it is known which figures are null.
    warnings: warningsAround(query, material, figureWarnings(followed)),
  };
}

/** `risk_contributions` and `diversification`: where the volatility came from. */
function riskShares(
  query: ReportQuery,
  { window }: JoinedMaterial,
  { path, absences }: FollowedPath,
): Report {
  const weights = Float64Array.from(query.weights);
  const drifting = query.portfolio === 'buy_and_hold';
  const found = riskContributions(window.closes, { weights, path, drifting });
  if (found === undefined) {
    const still = 'the value never moves';
    return {
      risk_contributions: absences.note('risk_contributions', still),
      diversification: absences.note('diversification', still),
    };
  }
  const annualised = Math.sqrt(query.periodsPerYear);
  const { deviation } = sampleMoments(simpleReturns(path));
  const shares = found.contribution.map((one) => one / deviation);
  return {
    risk_contributions: bySymbol(query.symbols, (i) => ({
      weight: weights[i] ?? 0,
      marginal: annualised * (found.marginal[i] ?? 0),
      contribution: annualised * (found.contribution[i] ?? 0),
      share: shares[i] ?? 0,
    })),
    diversification: diversification({
      weights,
      alone: found.alone,
      volatility: deviation,
      shares,
    }),
  };
}
