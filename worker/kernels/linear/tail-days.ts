import type { Matrix } from '../algebra/matrix.ts';
import { product } from '../algebra/quadratic-form.ts';
import { tailSize } from '../downside/tail-mean.ts';
import type { TailMeasure } from './tail-slope.ts';

/** A period that may be among the worst, and the period from which on what is lost by it counts. */
export interface TailDay {
  readonly day: number;
  /** The period itself for losses, the one after the peak for drawdowns. */
  readonly since: number;
}

/** How bad each period is for weights. */
export interface BadDays {
  /** Length T: losses, or drawdowns. */
  readonly values: Float64Array;
  /** Length T: since when. */
  readonly since: Int32Array;
}

/** The loss, or drawdown, of each period at given weights. */
export function badDays({ returns, of }: TailMeasure, weights: Float64Array): BadDays {
  const path = product(returns, weights);
  if (of === 'losses') {
    return { values: path.map((one) => 0 - one), since: Int32Array.from(path.keys()) };
  }
  const values = new Float64Array(path.length);
  const since = new Int32Array(path.length);
  let fall = 0;
  let first = 0;
  for (let t = 0; t < path.length; t++) {
    fall -= path[t];
    if (fall <= 0) {
      fall = 0;
      first = t + 1;
    }
    values[t] = fall;
    since[t] = first;
  }
  return { values, since };
}

/**
 * Sums of returns over periods that follow one another.
 *
 * @returns  for periods since…day the sums, length n
 */
export function returnSums({ rows, columns, values }: Matrix): (one: TailDay) => Float64Array {
  const sums = new Float64Array((rows + 1) * columns);
  for (let k = 0; k < rows * columns; k++) sums[k + columns] = sums[k] + values[k];
  return ({ day, since }) => {
    if (since === day) return values.slice(day * columns, (day + 1) * columns);
    const [before, after] = [since * columns, (day + 1) * columns];
    return Float64Array.from({ length: columns }, (_, i) => sums[after + i] - sums[before + i]);
  };
}

/** The worst periods that are not yet accounted for, the worst first. */
export function worstDays(
  { values, since }: BadDays,
  excess: (value: number, day: number) => number,
  most: number,
): readonly TailDay[] {
  const over = values.map((value, day) => excess(value, day));
  return [...over.keys()]
    .filter((day) => over[day] > 0 && since[day] <= day)
    .sort((one, other) => over[other] - over[one] || one - other)
    .slice(0, most)
    .map((day) => ({ day, since: since[day] }));
}

/**
 * Shares that the mean of the worst may give to periods: none below 0, at most 1/((1 − β)·T) for each
 * period, and 1 in all, or less for drawdowns, which are never below 0. The given ones are only
 * rounding away from these.
 *
 * @param days    not each once: a drawdown may count from several peaks
 * @param prices  as many
 */
export function tailShares(
  days: readonly TailDay[],
  prices: Float64Array,
  { returns, confidence, of }: TailMeasure,
): Float64Array {
  const most = Math.min(1, 1 / tailSize(returns.rows, confidence));
  const given = prices.map((price) => Math.max(0, price));
  const totals = new Map<number, number>();
  for (const [r, { day }] of days.entries()) totals.set(day, (totals.get(day) ?? 0) + given[r]);
  const capped = given.map((one, r) => {
    const total = totals.get(days[r].day) ?? 0;
    return total > most ? (one * most) / total : one;
  });
  const sum = capped.reduce((all, one) => all + one, 0);
  const whole = sum > 1 || (of === 'losses' && sum > 0);
  return whole ? capped.map((one) => one / sum) : capped;
}
