import { type RollingSeries, windowStatistics } from '../../kernels/paths/window-statistics.ts';
import { type Day, isoDate } from '../../prices/day.ts';
import type { Absences } from '../window/absences.ts';
import { finiteOrNull } from './finite-or-null.ts';

/** Lengths in years: a quarter, half a year, a year. */
const windows = [1 / 4, 1 / 2, 1];
/** Of fewer returns a deviation says nothing. */
const fewest = 3;
/** The most points of a series: more than a chart can show, and bytes for nothing. */
const mostPoints = 260;

/**
 * Rolling volatility, Sharpe ratio and beta by window, each series with its dates and thinned evenly
 * to at most 260 points, the last day always among them; null where no window is full, and in place of all of
 * them where a year has too few periods.
 *
 * @param days  T+1, the first before the first return
 */
export function rollingFigures(
  days: ArrayLike<Day>,
  series: RollingSeries,
  absences: Absences,
): Readonly<Record<string, unknown>> | null {
  const count = series.excess.length;
  const lengths = new Set(windows.map((years) => Math.round(years * series.periodsPerYear)));
  const long = [...lengths].filter((length) => length >= fewest);
  if (long.length === 0) return absences.note('rolling', `a year has fewer than ${fewest} prices`);
  return Object.fromEntries(
    long.map((length) => {
      const full = count - length + 1;
      if (full < 1) {
        return [
          length,
          absences.note(`rolling.${length}`, 'the window holds fewer returns than that'),
        ];
      }
      const every = Math.ceil(full / mostPoints);
      const points = Math.ceil(full / every);
      // Counted back from the last, so that the newest is always shown.
      const ends = Array.from({ length: points }, (_, i) => count - (points - 1 - i) * every);
      const found = ends.map((end) => windowStatistics(series, end, length));
      return [
        length,
        {
          every,
          dates: ends.map((end) => isoDate(days[end] ?? 0)),
          volatility: found.map(({ volatility }) => rounded(volatility)),
          sharpe_ratio: found.map(({ sharpe }) => rounded(sharpe)),
          ...(series.benchmark ? { beta: found.map(({ beta }) => rounded(beta)) } : {}),
        },
      ];
    }),
  );
}

/** To ten decimals: more digits would only make the answer longer. */
function rounded(value: number | undefined): number | null {
  return finiteOrNull(value === undefined ? undefined : Math.round(value * 1e10) / 1e10);
}
