import type { LogFields } from '../../service/log.ts';
import { type Alias, aliasOf } from './aliases.ts';
import { createFetching, type Fetched } from './fetching.ts';
import { sealSeries } from './seal.ts';
import type { Series, Span } from './series.ts';
import type { PriceSource } from './source.ts';
import type { PriceStore } from './store.ts';

/** What came of asking for one symbol. */
export type Quote =
  | { readonly symbol: string; readonly series: Series }
  | { readonly symbol: string; readonly unknown: string }
  | { readonly symbol: string; readonly unavailable: string };

/** Prices as the portfolio sees them: the store first, a source otherwise. */
export interface Prices {
  /**
   * Asks for several symbols at once; never throws for a symbol's sake, so that all faults can be
   * told together.
   *
   * @returns  one quote a symbol, in the order asked
   * @throws {StoreUnavailable} the store could not be read
   */
  quotes(symbols: readonly string[], span: Span): Promise<readonly Quote[]>;
}

/** What prices are made of. */
export interface PricesOptions {
  readonly store: PriceStore;
  readonly source: PriceSource;
  /** Answers, marked as simulated, where the source can't be reached; absent in earnest. */
  readonly demo?: PriceSource;
  /** The time in ms since 1970. */
  readonly now: () => number;
  /** Age from which fetched series are fetched again, in ms, where newer days are asked for. */
  readonly maxAgeMs: number;
  /** How long a source that could not be reached is left alone, in ms. Default: 10,000. */
  readonly outageMs?: number;
  readonly log: { warn(event: string, fields?: LogFields): void };
}

/** Prices from a store and a source. Imported series are never fetched: they are the user's own. */
export function createPrices(options: PricesOptions): Prices {
  const { store, source, demo, now, maxAgeMs, outageMs = 10_000, log } = options;
  const fetch = createFetching({ store, source, now, outageMs, log });
  const tellOutage = createOutageTeller(options);

  const obtain = async (asked: Asked, held: Series | undefined): Promise<Quote> => {
    const { symbol, alias, span } = asked;
    const fetched = await fetch(alias?.symbol ?? symbol, span);
    tellOutage(fetched);
    const found = chosen(fetched, held);
    if ('series' in found) return { symbol, series: renamed(found.series, asked) };
    if ('unknown' in found) return { symbol, unknown: found.unknown };
    // Simulated prices are never stored, nor put in place of real ones.
    if (demo !== undefined && found.outage)
      return { symbol, series: await demo.fetch(symbol, span) };
    return { symbol, unavailable: found.unavailable };
  };

  const quote = async (asked: Asked, stored: ReadonlyMap<string, Series>): Promise<Quote> => {
    const { symbol, alias, span } = asked;
    const own = stored.get(symbol);
    if (own !== undefined && imported(own)) return { symbol, series: own };
    const held = stored.get(alias?.symbol ?? symbol);
    if (held !== undefined && fresh(held, { span, now: now(), maxAgeMs })) {
      return { symbol, series: renamed(held, asked) };
    }
    return obtain(asked, held);
  };

  return {
    quotes: async (symbols, span) => {
      const asked = symbols.map((symbol) => ({ symbol, alias: aliasOf(symbol, span), span }));
      const names = asked.flatMap(({ symbol, alias }) => [symbol, alias?.symbol ?? symbol]);
      const stored = await store.read([...new Set(names)]);
      const bySymbol = new Map(stored.map((series) => [series.symbol, series]));
      return Promise.all(asked.map((one) => quote(one, bySymbol)));
    },
  };
}

interface Asked {
  readonly symbol: string;
  readonly alias: Alias | undefined;
  readonly span: Span;
}

type Outcome = Exclude<Fetched, { readonly unavailable: string }>;
type Unavailable = Extract<Fetched, { readonly unavailable: string }>;

/** Tells of the beginning of an outage, once. */
function createOutageTeller({ source, demo, log }: PricesOptions): (fetched: Fetched) => void {
  const event =
    demo === undefined
      ? 'price source unreachable'
      : 'price source unreachable: the demo market answers';
  let told = false;
  return (fetched) => {
    const outage = 'unavailable' in fetched && fetched.outage;
    if ('unavailable' in fetched && outage && !told) {
      log.warn(event, { source: source.name, reason: fetched.unavailable });
    }
    told = outage;
  };
}

/** What was fetched, or what is held where that is better than nothing. */
function chosen(fetched: Fetched, held: Series | undefined): Outcome | Unavailable {
  if (held === undefined || held.days.length === 0) return fetched;
  if ('series' in fetched && fetched.series.days.length > 0) return fetched;
  const reason = 'unknown' in fetched ? fetched.unknown : undefined;
  const why = 'unavailable' in fetched ? fetched.unavailable : (reason ?? 'it has no rows now');
  const since = held.origin.since?.slice(0, 10) ?? 'an earlier day';
  const note = `The prices of ${held.symbol} are a copy of ${since}, for they could not be fetched again: ${why}.`;
  return { series: { ...held, notes: [...held.notes, note] } };
}

interface Freshness {
  readonly span: Span;
  readonly now: number;
  readonly maxAgeMs: number;
}

function fresh(held: Series, { span, now, maxAgeMs }: Freshness): boolean {
  const last = held.days.at(-1) ?? Number.NEGATIVE_INFINITY;
  if (imported(held) || span.last <= last) return true;
  return now - Date.parse(held.origin.since ?? '') <= maxAgeMs;
}

function imported(series: Series): boolean {
  return series.origin.source === 'import';
}

function renamed(series: Series, { symbol, alias }: Asked): Series {
  if (alias === undefined) return series;
  const origin = { ...series.origin, detail: alias.symbol };
  return sealSeries({ ...series, symbol, origin, notes: [alias.note, ...series.notes] });
}
