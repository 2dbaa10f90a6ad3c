import { IllPosed } from '../errors.ts';
import { simpleReturns } from '../kernels/path-statistics.ts';
import { riskContributions } from '../kernels/risk-contributions.ts';
import { sampleMoments } from '../kernels/sample-moments.ts';
import { firstRuin, fixedMixPath, heldPath } from '../kernels/weights-path.ts';
import { isoDate } from '../prices/day.ts';
import { Absences } from './absences.ts';
import { againstBenchmark } from './against-benchmark.ts';
import { bySymbol } from './by-symbol.ts';
import { calendarReturns } from './calendar-returns.ts';
import type { JoinedMaterial } from './material.ts';
import { type PathQuestion, pathFigures } from './path-figures.ts';
import { present } from './present.ts';
import { periodsPerYear, type Report } from './report.ts';
import type { ReportQuery } from './report-query.ts';
import { rollingFigures } from './rolling-figures.ts';
import { fewReturns, warningsAround } from './warnings.ts';
import { closesOn } from './window.ts';
import { origins, windowUsed } from './window-used.ts';

/** A question with all that its answer is made of. */
interface Held {
  readonly query: ReportQuery;
  readonly material: JoinedMaterial;
  /** T+1 values, 1 on the first day, all above 0. */
  readonly path: Float64Array;
  /** T+1 closes, NaN where there is none; undefined without a benchmark. */
  readonly benchmarkCloses: Float64Array | undefined;
  readonly riskFreePerPeriod: number;
  readonly absences: Absences;
}

/**
 * Tells what given weights would have done: docs/api.md names every member.
 *
 * @throws {IllPosed} when the weights lose everything
 */
export function weightsReport(query: ReportQuery, material: JoinedMaterial): Report {
  const held = hold(query, material);
  const { days } = held.material.window;
  const benchmark = benchmarkFigures(held);
  const metrics = {
    portfolio: pathFigures(questionOf(held, 'metrics.portfolio'), held.absences),
    benchmark,
  };
  const against = compared(held);
  const risk = riskShares(held);
  const rolling = rollingFigures(days, rollingSeries(held), held.absences);
  return {
    weights: bySymbol(query.symbols, (i) => query.weights[i] ?? 0),
    portfolio: query.portfolio,
    period: { start: isoDate(days[0] ?? 0), end: isoDate(days.at(-1) ?? 0) },
    benchmark: query.benchmark,
    conventions: {
      risk_free_rate: query.riskFreeRate,
      confidence: query.confidence,
      periods_per_year: periodsPerYear,
      moments: 'skewness g1 and excess kurtosis g2: moment ratios with divisor T',
    },
    window: windowUsed(query, held.material),
    prices: origins(held.material),
    metrics,
    against_benchmark: against,
    risk_contributions: risk,
    monthly_returns: table(held, 'month'),
    yearly_returns: table(held, 'year'),
    rolling,
    warnings: warningsAround(query, held.material, ownWarnings(held)),
  };
}

function hold(query: ReportQuery, material: JoinedMaterial): Held {
  const { window, benchmark } = material;
  const pathOf = query.portfolio === 'fixed_mix' ? fixedMixPath : heldPath;
  const path = pathOf(window.closes, Float64Array.from(query.weights));
  const ruin = firstRuin(path);
  if (ruin !== undefined) {
    const day = isoDate(window.days[ruin] ?? 0);
    throw new IllPosed(
      `Held so, the weights lose everything by ${day}, and what comes after has no meaning: take smaller short positions, or end the window before.`,
    );
  }
  return {
    query,
    material,
    path,
    benchmarkCloses: benchmark && closesOn(window.days, benchmark),
    riskFreePerPeriod: (1 + query.riskFreeRate) ** (1 / periodsPerYear) - 1,
    absences: new Absences(),
  };
}

function questionOf(
  { query, material, path, riskFreePerPeriod }: Held,
  place: string,
): PathQuestion {
  const { days } = material.window;
  return { days, path, riskFreePerPeriod, confidence: query.confidence, place };
}

/** The benchmark's own figures, over the days on which it has a close. */
function benchmarkFigures(held: Held): unknown {
  const { material, benchmarkCloses, absences } = held;
  const place = 'metrics.benchmark';
  if (benchmarkCloses === undefined) return absences.note(place, 'there is no benchmark');
  const [days, path] = present(material.window.days, benchmarkCloses);
  if (path.length < 3)
    return absences.note(place, 'the benchmark has fewer than 3 prices in the window');
  return pathFigures({ ...questionOf(held, place), days, path }, absences);
}

function compared({ query, path, benchmarkCloses, riskFreePerPeriod, absences }: Held): unknown {
  if (benchmarkCloses === undefined)
    return absences.note('against_benchmark', 'there is no benchmark');
  const { confidence } = query;
  const benchmark = simpleReturns(benchmarkCloses);
  const paired = { returns: simpleReturns(path), benchmark, riskFreePerPeriod, confidence };
  return againstBenchmark(paired, absences);
}

function rollingSeries({ path, benchmarkCloses, riskFreePerPeriod }: Held) {
  const over = (values: Float64Array): Float64Array =>
    simpleReturns(values).map((value) => value - riskFreePerPeriod);
  return {
    excess: over(path),
    benchmark: benchmarkCloses && over(benchmarkCloses),
    periodsPerYear,
  };
}

function riskShares({ query, material, path, absences }: Held): unknown {
  const weights = Float64Array.from(query.weights);
  const drifting = query.portfolio === 'buy_and_hold';
  const found = riskContributions(material.window.closes, { weights, path, drifting });
  if (found === undefined) return absences.note('risk_contributions', 'the value never moves');
  const annualised = Math.sqrt(periodsPerYear);
  const { deviation } = sampleMoments(simpleReturns(path));
  return bySymbol(query.symbols, (i) => ({
    weight: weights[i] ?? 0,
    marginal: annualised * (found.marginal[i] ?? 0),
    contribution: annualised * (found.contribution[i] ?? 0),
    share: (found.contribution[i] ?? 0) / deviation,
  }));
}

/** One record a month or year; the benchmark is null where it has no price by then. */
function table({ query, material, path, benchmarkCloses }: Held, by: 'month' | 'year'): unknown {
  const { days } = material.window;
  const other = new Map(
    benchmarkCloses === undefined
      ? []
      : calendarReturns(...present(days, benchmarkCloses), by).map(({ period, gain }) => [
          period,
          gain,
        ]),
  );
  return calendarReturns(days, path, by).map(({ period, gain }) => ({
    [by]: period,
    portfolio: gain,
    ...(query.benchmark === null ? {} : { benchmark: other.get(period) ?? null }),
  }));
}

function ownWarnings({ material, absences }: Held): readonly string[] {
  const count = material.window.days.length - 1;
  const few = `The window holds only ${count} returns: its figures say more of chance than of the weights.`;
  return [...(count < fewReturns ? [few] : []), ...absences.told()];
}
