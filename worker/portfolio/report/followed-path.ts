import { IllPosed } from '../../errors.ts';
import { simpleReturns } from '../../kernels/paths/path-statistics.ts';
import { firstRuin } from '../../kernels/paths/weights-path.ts';
import { isoDate } from '../../prices/day.ts';
import type { Absences } from '../window/absences.ts';
import type { JoinedMaterial } from '../window/material.ts';
import { present } from '../window/present.ts';
import { closesOn } from '../window/window.ts';
import { againstBenchmark } from './against-benchmark.ts';
import { calendarReturns } from './calendar-returns.ts';
import { pathFigures } from './path-figures.ts';
import { rollingFigures } from './rolling-figures.ts';
import { fewReturns } from './warnings.ts';

/** What a question about a path of values says. */
export interface PathTerms {
  readonly benchmark: string | null;
  /** Effective per year. */
  readonly riskFreeRate: number;
  readonly confidence: number;
  /** Return per period that the Omega ratio counts from. */
  readonly omegaThreshold: number;
  /** How many closes make a year. */
  readonly periodsPerYear: number;
}

/** A portfolio's path through the window, and the benchmark's beside it. */
export interface FollowedPath {
  readonly days: Int32Array;
  /** T+1 values, 1 on the first day, all above 0. */
  readonly path: Float64Array;
  /** T+1 closes, NaN where there is none; undefined without a benchmark. */
  readonly benchmarkCloses: Float64Array | undefined;
  readonly riskFreePerPeriod: number;
  readonly confidence: number;
  /** Return per period that the Omega ratio counts from. */
  readonly omegaThreshold: number;
  readonly periodsPerYear: number;
  readonly absences: Absences;
}

/**
 * Puts a path beside its benchmark.
 *
 * @throws {IllPosed} when it loses everything
 */
export function followPath(
  path: Float64Array,
  { material, terms, absences }: Following,
): FollowedPath {
  const { window, benchmark } = material;
  const { riskFreeRate, confidence, omegaThreshold, periodsPerYear } = terms;
  const ruin = firstRuin(path);
  if (ruin !== undefined) {
    const day = isoDate(window.days[ruin] ?? 0);
    throw new IllPosed(
      `Held so, the weights lose everything by ${day}, and what comes after has no meaning: take smaller short positions, or end the window before.`,
    );
  }
  return {
    days: window.days,
    path,
    benchmarkCloses: benchmark && closesOn(window.days, benchmark),
    riskFreePerPeriod: ratePerPeriod(riskFreeRate, periodsPerYear),
    confidence,
    omegaThreshold,
    periodsPerYear,
    absences,
  };
}

interface Following {
  readonly material: JoinedMaterial;
  readonly terms: PathTerms;
  readonly absences: Absences;
}

/** An effective yearly rate as a rate per period, of which a year has so many. */
export function ratePerPeriod(effectivePerYear: number, periodsPerYear: number): number {
  return (1 + effectivePerYear) ** (1 / periodsPerYear) - 1;
}

/** The path's own figures. @param place  where they stand in the answer */
export function ownFigures(followed: FollowedPath, place: string): unknown {
  return pathFigures({ ...followed, place }, followed.absences);
}

/**
 * The figures of another portfolio's path on the same days.
 *
 * @param place   where they stand in the answer
 * @param ruined  why they are null, where that path loses everything
 */
export function figuresBeside(path: Float64Array, { followed, place, ruined }: Beside): unknown {
  if (firstRuin(path) !== undefined) return followed.absences.note(place, ruined);
  return ownFigures({ ...followed, path }, place);
}

interface Beside {
  readonly followed: FollowedPath;
  readonly place: string;
  readonly ruined: string;
}

/** The benchmark's own figures, over the days on which it has a close. */
export function benchmarkFigures(followed: FollowedPath): unknown {
  const { benchmarkCloses, absences } = followed;
  const place = 'metrics.benchmark';
  if (benchmarkCloses === undefined) return absences.note(place, 'there is no benchmark');
  const [days, path] = present(followed.days, benchmarkCloses);
  const few = 'the benchmark has fewer than 3 prices in the window';
  if (path.length < 3) return absences.note(place, few);
  return pathFigures({ ...followed, place, days, path }, absences);
}

/** The figures that compare the two. */
export function comparison(followed: FollowedPath): unknown {
  const { path, benchmarkCloses, absences } = followed;
  if (benchmarkCloses === undefined) {
    return absences.note('against_benchmark', 'there is no benchmark');
  }
  const benchmark = simpleReturns(benchmarkCloses);
  return againstBenchmark({ ...followed, returns: simpleReturns(path), benchmark }, absences);
}

/** Rolling figures of the path. */
export function rollingOf({
  days,
  path,
  benchmarkCloses,
  riskFreePerPeriod,
  periodsPerYear,
  absences,
}: FollowedPath): unknown {
  const over = (values: Float64Array): Float64Array =>
    simpleReturns(values).map((value) => value - riskFreePerPeriod);
  const benchmark = benchmarkCloses && over(benchmarkCloses);
  return rollingFigures(days, { excess: over(path), benchmark, periodsPerYear }, absences);
}

/** One record a month or year; the benchmark is null where it has no price by then. */
export function calendarTable(
  { days, path, benchmarkCloses }: FollowedPath,
  by: 'month' | 'year',
): unknown {
  const others =
    benchmarkCloses === undefined ? [] : calendarReturns(...present(days, benchmarkCloses), by);
  const other = new Map(others.map(({ period, gain }) => [period, gain]));
  return calendarReturns(days, path, by).map(({ period, gain }) => ({
    [by]: period,
    portfolio: gain,
    ...(benchmarkCloses === undefined ? {} : { benchmark: other.get(period) ?? null }),
  }));
}

/** The terms that figures depend on, as the answer repeats them. */
export function conventions(terms: PathTerms): unknown {
  const { riskFreeRate, confidence, omegaThreshold, periodsPerYear } = terms;
  return {
    risk_free_rate: riskFreeRate,
    confidence,
    omega_threshold: omegaThreshold,
    periods_per_year: periodsPerYear,
    moments: 'skewness g1 and excess kurtosis g2: moment ratios with divisor T',
  };
}

/** What is to be said of the figures themselves, once all are there. */
export function figureWarnings({ path, absences }: FollowedPath): readonly string[] {
  const count = path.length - 1;
  const few = `The window holds only ${count} returns: its figures say more of chance than of the weights.`;
  return [...(count < fewReturns ? [few] : []), ...absences.told()];
}
