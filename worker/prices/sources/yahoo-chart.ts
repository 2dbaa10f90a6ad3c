import type { Day } from '../day.ts';
import { SourceUnavailable, UnknownSymbol } from '../errors.ts';
import { asArray, asNumber, asObject, asText, type Unknowns } from '../narrow.ts';
import { sealSeries } from '../seal.ts';
import type { Series } from '../series.ts';
import { sessionDays } from './session-day.ts';

/** What an answer is read with. */
export interface ChartContext {
  readonly symbol: string;
  /** The time in ms since 1970: a session that has not ended by then has no close yet. */
  readonly nowMs: number;
}

/** Rows as they came, their gaps included. */
interface Rows {
  readonly seconds: readonly number[];
  readonly closes: readonly unknown[];
  readonly adjusted: boolean;
}

const secondsPerDay = 86_400;
/** How late Yahoo's quotes of some exchanges come, in seconds. */
const longestDelay = 1800;
/** The sentence Yahoo has for a window before the listing; the symbol itself is known. */
const noSuchWindow = /data doesn.t exist/i;

/**
 * Reads the body of Yahoo's v8 chart: daily closes adjusted for splits and dividends, by the
 * exchange's own calendar. Rows without a close are no sessions and are left out.
 *
 * @throws {UnknownSymbol}      Yahoo says that there is no such symbol
 * @throws {SourceUnavailable}  the body is not what Yahoo sends
 */
export function readChart(text: string, context: ChartContext): Series {
  const { symbol } = context;
  const chart = asObject(asObject(parsed(text, symbol))?.['chart']);
  if (chart === undefined) throw nonsense(symbol, 'has no chart');
  const error = asObject(chart['error']);
  if (error !== undefined) return withoutRows(context, error);
  const result = asObject(asArray(chart['result'])?.[0]);
  const meta = asObject(result?.['meta']);
  if (result === undefined || meta === undefined) throw nonsense(symbol, 'has no result');
  return settled(readRows(result, symbol), meta, context);
}

function parsed(text: string, symbol: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SourceUnavailable('yahoo', `the answer for ${symbol} is not JSON`, { symbol, cause });
  }
}

/** @throws unless the error means that there are no rows */
function withoutRows({ symbol, nowMs }: ChartContext, error: Unknowns): Series {
  const code = asText(error['code']) ?? 'an error without a code';
  const description = asText(error['description']) ?? 'no description';
  if (noSuchWindow.test(description)) {
    return sealed({ symbol, nowMs }, { days: [], closes: [], notes: [] });
  }
  if (code === 'Not Found') throw new UnknownSymbol(symbol, description);
  throw new SourceUnavailable('yahoo', `Yahoo answers ${code}: ${description}`, { symbol });
}

function readRows(result: Unknowns, symbol: string): Rows {
  const indicators = asObject(result['indicators']);
  const stamps = asArray(result['timestamp']) ?? [];
  const quote = asObject(asArray(indicators?.['quote'])?.[0]);
  const adjusted = asArray(asObject(asArray(indicators?.['adjclose'])?.[0])?.['adjclose']);
  const closes = adjusted ?? asArray(quote?.['close']) ?? [];
  const seconds = stamps.map((stamp) => asNumber(stamp) ?? Number.NaN);
  if (closes.length !== seconds.length) {
    throw nonsense(symbol, `has ${seconds.length} timestamps and ${closes.length} closes`);
  }
  if (seconds.some((second, i) => !(second >= (seconds[i - 1] ?? second)))) {
    throw nonsense(symbol, 'has timestamps that do not ascend');
  }
  return { seconds, closes, adjusted: adjusted !== undefined };
}

function settled(
  { seconds, closes, adjusted }: Rows,
  meta: Unknowns,
  context: ChartContext,
): Series {
  const { symbol } = context;
  if (seconds.length === 0) return sealed(context, { days: [], closes: [], notes: [] });
  const zone = asText(meta['exchangeTimezoneName']) ?? 'none';
  const daysOf = sessionDays(zone);
  if (daysOf === undefined) throw nonsense(symbol, `names no known time zone: ${zone}`);
  const openDay = daysOf([openSince(meta, context.nowMs)])[0] ?? 0;
  const { byDay, refused } = settledCloses(daysOf(seconds), closes, openDay);
  const notes = [
    ...(adjusted ? [] : [`Yahoo has no adjusted closes for ${symbol}: dividends are left out.`]),
    ...(refused > 0 ? [`${refused} closes of ${symbol} that were not above 0 are left out.`] : []),
  ];
  return sealed(context, { days: [...byDay.keys()], closes: [...byDay.values()], notes });
}

/** Closes before `openDay`, by day. Of two rows of one day the later one is settled. */
function settledCloses(
  days: Int32Array,
  closes: readonly unknown[],
  openDay: Day,
): { readonly byDay: ReadonlyMap<Day, number>; readonly refused: number } {
  const byDay = new Map<Day, number>();
  let refused = 0;
  for (const [i, day] of days.entries()) {
    if (day >= openDay) break;
    const close = closes[i];
    if (typeof close !== 'number') continue;
    if (close > 0 && close < Infinity) byDay.set(day, close);
    else refused += 1;
  }
  return { byDay, refused };
}

/**
 * A moment in the first session that is not settled: the one under way or, once it is settled, the
 * next. Without the session's hours, all of today counts as under way.
 */
function openSince(meta: Unknowns, nowMs: number): number {
  const now = Math.floor(nowMs / 1000);
  const regular = asObject(asObject(meta['currentTradingPeriod'])?.['regular']);
  const start = asNumber(regular?.['start']);
  const end = asNumber(regular?.['end']);
  if (start === undefined || end === undefined) return now;
  const lastTrade = asNumber(meta['regularMarketTime']) ?? start;
  const settledAt = lastTrade >= end ? end : end + longestDelay;
  return now < settledAt ? Math.min(start, now) : now + secondsPerDay;
}

interface Content {
  readonly days: readonly number[];
  readonly closes: readonly number[];
  readonly notes: readonly string[];
}

function sealed({ symbol, nowMs }: ChartContext, { days, closes, notes }: Content): Series {
  return sealSeries({
    symbol,
    days: Int32Array.from(days),
    closes: Float64Array.from(closes),
    origin: { source: 'yahoo', simulated: false, since: new Date(nowMs).toISOString() },
    notes,
  });
}

function nonsense(symbol: string, reason: string): SourceUnavailable {
  return new SourceUnavailable('yahoo', `the answer for ${symbol} ${reason}`, { symbol });
}
