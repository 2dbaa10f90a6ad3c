import { simpleReturns } from '../../kernels/paths/path-statistics.ts';
import { type Day, isoDate } from '../../prices/day.ts';
import { calendarReturns, type PeriodReturn } from './calendar-returns.ts';

/** Best and worst day, month and year of a path, and the share of its months that gained. */
export function extremes(
  days: ArrayLike<Day>,
  path: Float64Array,
): Readonly<Record<string, unknown>> {
  const returns = simpleReturns(path);
  const daily = Array.from(returns, (gain, t) => ({ period: t + 1, gain }));
  const date = ({ period, gain }: Gain<number>) => ({
    date: isoDate(days[period] ?? 0),
    return: gain,
  });
  const months = calendarReturns(days, path, 'month');
  const years = calendarReturns(days, path, 'year');
  const month = ({ period, gain }: PeriodReturn) => ({ month: period, return: gain });
  const year = ({ period, gain }: PeriodReturn) => ({ year: period, return: gain });
  return {
    best_day: date(most(daily, 1)),
    worst_day: date(most(daily, -1)),
    best_month: month(most(months, 1)),
    worst_month: month(most(months, -1)),
    best_year: year(most(years, 1)),
    worst_year: year(most(years, -1)),
    positive_months: months.filter(({ gain }) => gain > 0).length / months.length,
  };
}

interface Gain<Period> {
  readonly period: Period;
  readonly gain: number;
}

/** The largest gain, or with −1 the least; the earliest of equals. Of at least one. */
function most<One extends Gain<unknown>>(gains: readonly One[], direction: 1 | -1): One {
  return gains.reduce((best, one) => (direction * one.gain > direction * best.gain ? one : best));
}
