import { type Day, isoDate } from '../../prices/day.ts';

/** What a path gained in one month or year. */
export interface PeriodReturn {
  /** `2012-05` or `2012`. */
  readonly period: string;
  readonly gain: number;
}

/** How many letters of an ISO date name its month or its year. */
const letters = { month: 7, year: 4 } as const;

/**
 * Gains of a path by calendar month or year: each from the last day of the period before to its own
 * last day. The first starts on the first day; both ends may be parts of a period.
 *
 * @param days  as many as values of the path, ascending
 */
export function calendarReturns(
  days: ArrayLike<Day>,
  path: Float64Array,
  by: keyof typeof letters,
): readonly PeriodReturn[] {
  const periods: PeriodReturn[] = [];
  const periodOf = (t: number): string => isoDate(days[t] ?? 0).slice(0, letters[by]);
  let base = path[0] ?? Number.NaN;
  let current = path.length > 1 ? periodOf(1) : '';
  for (let t = 1; t < path.length; t++) {
    const next = t + 1 < path.length ? periodOf(t + 1) : undefined;
    if (next === current) continue;
    const value = path[t] ?? Number.NaN;
    periods.push({ period: current, gain: value / base - 1 });
    base = value;
    current = next ?? '';
  }
  return periods;
}
