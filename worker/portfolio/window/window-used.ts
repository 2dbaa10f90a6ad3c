import { isoDate } from '../../prices/day.ts';
import type { Span } from '../../prices/series.ts';
import { type JoinedMaterial, usedSeries } from './material.ts';

/** The answer's `window`: the days asked for, the days used, and who made the difference. */
export function windowUsed({ span }: { readonly span: Span }, { window }: JoinedMaterial): unknown {
  const { days, startsLateFor, endsEarlyFor, droppedDays } = window;
  return {
    requested: { start: isoDate(span.first), end: isoDate(span.last) },
    used: { start: isoDate(days[0] ?? 0), end: isoDate(days.at(-1) ?? 0) },
    rows: days.length,
    starts_late_for: startsLateFor,
    ends_early_for: endsEarlyFor,
    dropped_days: droppedDays,
  };
}

/** The answer's `prices`: where each series came from, by symbol. */
export function origins(material: JoinedMaterial): unknown {
  return Object.fromEntries(usedSeries(material).map(({ symbol, origin }) => [symbol, origin]));
}
