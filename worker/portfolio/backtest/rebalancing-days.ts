import { type Day, isoDate } from '../../prices/day.ts';
import type { Upkeep } from '../query/backtest-query.ts';

const monthsInQuarter = 3;

/** What names the period that a day belongs to. */
const periodOf: Readonly<Record<Upkeep['rebalancing'], (day: Day) => string>> = {
  buy_and_hold: () => '',
  bands: () => '',
  fixed_mix: (day) => String(day),
  monthly: (day) => isoDate(day).slice(0, 7),
  quarterly: (day) => {
    const date = isoDate(day);
    return date.slice(0, 4) + Math.ceil(Number(date.slice(5, 7)) / monthsInQuarter);
  },
  yearly: (day) => isoDate(day).slice(0, 4),
};

/**
 * The days at whose close weights are restored by the calendar: the last of each period that has a
 * day after it.
 *
 * @param days  ascending
 * @returns     as many: 1 where they are
 */
export function rebalancingDays(
  days: ArrayLike<Day>,
  rebalancing: Upkeep['rebalancing'],
): Uint8Array {
  const due = new Uint8Array(days.length);
  const period = periodOf[rebalancing];
  let current = period(days[0] ?? 0);
  for (let t = 1; t < days.length; t++) {
    const next = period(days[t] ?? 0);
    if (next !== current) due[t - 1] = 1;
    current = next;
  }
  return due;
}
