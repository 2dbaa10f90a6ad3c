import { sharpeRatio } from '../../kernels/paths/excess-ratios.ts';
import { simpleReturns } from '../../kernels/paths/path-statistics.ts';
import { sampleMoments } from '../../kernels/samples/sample-moments.ts';
import { isoDate } from '../../prices/day.ts';
import { holdObjective } from '../hold/hold-report.ts';
import { toldModels, toldObjective } from '../mix/mix-report.ts';
import { asksForMix } from '../mix/optimise-mix.ts';
import { trading } from '../mix/trading-report.ts';
import { bySymbol } from '../query/by-symbol.ts';
import type { WalkQuery } from '../query/walk-query.ts';
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
  rollingOf,
} from '../report/followed-path.ts';
import { performanceTable } from '../report/performance-table.ts';
import type { Report } from '../report/report.ts';
import { warningsAround } from '../report/warnings.ts';
import { Absences } from '../window/absences.ts';
import type { JoinedMaterial } from '../window/material.ts';
import { origins, windowUsed } from '../window/window-used.ts';
import { policy } from './backtest.ts';
import type { Walk } from './walk-forward.ts';
import type { WalkStep } from './walk-steps.ts';
import { walkWarnings } from './walk-warnings.ts';

/**
 * Tells how weights would have fared that were optimised on the way: docs/api.md names every member.
 *
 * @param material  all days, those before the first purchase too
 * @throws {IllPosed} when they lose everything
 */
export function walkReport(query: WalkQuery, material: JoinedMaterial, walk: Walk): Report {
  const { days } = walk.material.window;
  const absences = new Absences();
  const followed = followPath(walk.asked.path, { material: walk.material, terms: query, absences });
  const beside = {
    followed,
    place: 'metrics.equal_weight',
    ruined: 'equal weights lose everything',
  };
  return {
    ...toldQuestion(query),
    walk_forward: summary(query, walk, followed),
    cash: query.cash,
    rebalancing: policy(query),
    period: { start: isoDate(days[0] ?? 0), end: isoDate(days.at(-1) ?? 0) },
    benchmark: query.benchmark,
    conventions: conventions(query),
    window: windowUsed(query, material),
    prices: origins(material),
    metrics: {
      portfolio: ownFigures(followed, 'metrics.portfolio'),
      equal_weight: figuresBeside(walk.equal.path, beside),
      benchmark: benchmarkFigures(followed),
    },
    against_benchmark: comparison(followed),
    trading: trading(walk.asked, days),
    reoptimisations: reoptimisations(query, walk, followed),
    final_weights: bySymbol(query.symbols, (i) => walk.asked.finalWeights[i] ?? 0),
    final_cash: walk.asked.finalWeights.at(-1) ?? 0,
    monthly_returns: calendarTable(followed, 'month'),
    yearly_returns: calendarTable(followed, 'year'),
    rolling: rollingOf(followed),
    performance: performanceTable('Portfolio', {
      ...followed,
      benchmark: query.benchmark,
      others: { EqualWeight: walk.equal.path },
    }),
    // The last member: by now it is known which figures are null.
    warnings: warningsAround(query, material, [
      ...walkWarnings(query, walk),
      ...figureWarnings(followed),
    ]),
  };
}

/** What is optimised each time. */
function toldQuestion(query: WalkQuery): Report {
  if (!asksForMix(query)) return { objective: { ...holdObjective(query), in_sample: false } };
  const { estimate } = query.mix;
  return {
    objective: { ...toldObjective(query), in_sample: false },
    estimate: { ...toldModels(estimate), missing: estimate.missing },
  };
}

function summary(query: WalkQuery, { steps, equal }: Walk, followed: FollowedPath): Report {
  const { window, trainDays, every, lagDays, onIllPosed } = query.walkForward;
  const promised = steps.flatMap(({ found }) =>
    'reason' in found || found.sharpeRatio === undefined ? [] : [found.sharpeRatio],
  );
  const mean = promised.reduce((sum, ratio) => sum + ratio, 0) / promised.length;
  const excess = excessOf(query, followed);
  return {
    window,
    train_days: trainDays,
    every,
    lag_days: lagDays,
    on_ill_posed: onIllPosed,
    reoptimisations: steps.length,
    unanswered: steps.filter(({ found }) => 'reason' in found).length,
    sharpe_ratio: {
      excess_over:
        asksForMix(query) || query.benchmark === null ? 'risk_free_rate' : query.benchmark,
      in_sample: promised.length === 0 ? null : mean,
      out_of_sample: ratioOf(excess(followed.path), query),
      equal_weight: ratioOf(excess(equal.path), query),
    },
  };
}

/** Weights that are aimed at, and what they promised and did until the next were bought. */
function reoptimisations(
  query: WalkQuery,
  { steps, asked }: Walk,
  followed: FollowedPath,
): unknown {
  const excess = excessOf(query, followed)(followed.path);
  const trades = new Map(asked.trades.map((trade) => [trade.day, trade]));
  return steps.map((step, i) => {
    const { day, trained, returns, targets, bought } = step;
    const until = steps[i + 1]?.day ?? followed.path.length - 1;
    const trade = bought === undefined ? undefined : trades.get(day);
    return {
      date: isoDate(followed.days[day] ?? 0),
      trained: { start: isoDate(trained.from), end: isoDate(trained.to), returns },
      ...toldFound(step),
      weights: held(query, targets.weights),
      cash: targets.cash,
      traded: trade?.traded ?? 0,
      cost: trade?.cost ?? 0,
      out_of_sample_sharpe_ratio: ratioOf(excess.subarray(day, until), query),
    };
  });
}

function toldFound({ found }: WalkStep): Report {
  if ('reason' in found) return { answered: false, ...found };
  return {
    answered: true,
    in_sample_sharpe_ratio: found.sharpeRatio ?? null,
    kkt_residual: found.kktResidual ?? null,
    ...(found.dualityGap === undefined ? {} : { duality_gap: found.dualityGap }),
  };
}

/** The symbols that are held: of hundreds most are not. */
function held({ symbols }: WalkQuery, weights: Float64Array): Readonly<Record<string, number>> {
  const all = symbols.map((symbol, i) => [symbol, weights[i] ?? 0] as const);
  return Object.fromEntries(all.filter(([, weight]) => weight !== 0));
}

/** Returns in excess of what the optimised ratio is over: that of the benchmark, or the rate's. */
function excessOf(
  query: WalkQuery,
  { benchmarkCloses, riskFreePerPeriod }: FollowedPath,
): (path: Float64Array) => Float64Array {
  const overBenchmark = !asksForMix(query) && benchmarkCloses !== undefined;
  const benchmark = overBenchmark ? simpleReturns(benchmarkCloses) : undefined;
  return (path) =>
    simpleReturns(path).map(
      (value, t) =>
        value - (benchmark === undefined ? riskFreePerPeriod : (benchmark[t] ?? Number.NaN)),
    );
}

/** Over the days that have an excess return; null where there are too few, or none varies. */
function ratioOf(excess: Float64Array, { periodsPerYear }: WalkQuery): number | null {
  const present = excess.filter((value) => !Number.isNaN(value));
  if (present.length < 2) return null;
  return sharpeRatio(sampleMoments(present), periodsPerYear) ?? null;
}
