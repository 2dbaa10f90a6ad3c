import type { Matrix } from '../../kernels/algebra/matrix.ts';
import type { Day } from '../../prices/day.ts';
import type { Series, Span } from '../../prices/series.ts';

/** The days that all symbols share, and who shortened them. */
export interface Window {
  /** T+1 days, ascending. */
  readonly days: Int32Array;
  /** T+1 × N closes, columns in the order of the series. */
  readonly closes: Matrix;
  /** Symbols whose first price made the window start later than others' prices do. */
  readonly startsLateFor: readonly string[];
  /** Symbols whose last price made the window end earlier than others' prices do. */
  readonly endsEarlyFor: readonly string[];
  /** Days within the window on which at least one symbol had a price and at least one had none. */
  readonly droppedDays: number;
}

/** The part of a series that lies in `span`. */
export function clip(series: Series, span: Span): Series {
  const from = lowerBound(series.days, span.first);
  const to = lowerBound(series.days, span.last + 1);
  return {
    ...series,
    days: series.days.subarray(from, to),
    closes: series.closes.subarray(from, to),
  };
}

/**
 * Joins series on their common days (an inner join).
 *
 * @param series  at least one, each already clipped and with at least one day
 */
export function joinOnDays(series: readonly Series[]): Window {
  const days = series.map((one) => one.days).reduce(commonDays);
  const columns = series.length;
  const values = new Float64Array(days.length * columns);
  // Counted loops here and below: over millions of closes iterators take ten times as long.
  series.forEach((one, column) => {
    const closes = closesOn(days, one);
    for (let row = 0; row < closes.length; row++) {
      values[row * columns + column] = closes[row] ?? Number.NaN;
    }
  });
  return {
    days,
    closes: { rows: days.length, columns, values },
    ...limits(series),
    droppedDays: unionSize(series, days) - days.length,
  };
}

/** Closes of `series` on each of `days`; NaN where it has none. */
export function closesOn(days: Int32Array, series: Series): Float64Array {
  if (sameDays(days, series.days)) return series.closes;
  const closes = new Float64Array(days.length).fill(Number.NaN);
  let at = 0;
  for (let row = 0; row < days.length; row++) {
    const day = days[row] ?? 0;
    while (at < series.days.length && (series.days[at] ?? 0) < day) at++;
    if (series.days[at] === day) closes[row] = series.closes[at] ?? Number.NaN;
  }
  return closes;
}

function sameDays(some: Int32Array, others: Int32Array): boolean {
  if (some.length !== others.length) return false;
  for (let i = 0; i < some.length; i++) if (some[i] !== others[i]) return false;
  return true;
}

/** The days that both have; both ascend. */
function commonDays(some: Int32Array, others: Int32Array): Int32Array {
  const common = new Int32Array(Math.min(some.length, others.length));
  let count = 0;
  let at = 0;
  for (let i = 0; i < some.length; i++) {
    const day = some[i] ?? 0;
    while (at < others.length && (others[at] ?? 0) < day) at++;
    if (others[at] === day) common[count++] = day;
  }
  return common.subarray(0, count);
}

function limits(series: readonly Series[]): Pick<Window, 'startsLateFor' | 'endsEarlyFor'> {
  const firsts = series.map(({ days }) => days[0] ?? 0);
  const lasts = series.map(({ days }) => days.at(-1) ?? 0);
  const latestFirst = Math.max(...firsts);
  const earliestLast = Math.min(...lasts);
  return {
    startsLateFor:
      Math.min(...firsts) < latestFirst ? named(series, (i) => firsts[i] === latestFirst) : [],
    endsEarlyFor:
      Math.max(...lasts) > earliestLast ? named(series, (i) => lasts[i] === earliestLast) : [],
  };
}

function named(series: readonly Series[], chosen: (i: number) => boolean): readonly string[] {
  return series.filter((_, i) => chosen(i)).map(({ symbol }) => symbol);
}

/** Number of days between the window's ends on which any series has a price. */
function unionSize(series: readonly Series[], window: Int32Array): number {
  const first = window[0] ?? 0;
  const last = window.at(-1) ?? -1;
  const union = new Uint8Array(Math.max(0, last - first + 1));
  for (const { days } of series) {
    const end = lowerBound(days, last + 1);
    for (let i = lowerBound(days, first); i < end; i++) union[(days[i] ?? 0) - first] = 1;
  }
  return union.reduce((count, has) => count + has, 0);
}

/** Index of the first day that is not before `day`. */
function lowerBound(days: Int32Array, day: Day): number {
  let low = 0;
  let high = days.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((days[middle] ?? 0) < day) low = middle + 1;
    else high = middle;
  }
  return low;
}
