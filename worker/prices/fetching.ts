import type { LogFields } from '../../service/log.ts';
import { SourceUnavailable, UnknownSymbol } from './errors.ts';
import { createLine } from './line.ts';
import type { Series, Span } from './series.ts';
import type { PriceSource } from './source.ts';
import type { PriceStore } from './store.ts';

/** What came of asking the source for one symbol. */
export type Fetched =
  | { readonly series: Series }
  | { readonly unknown: string }
  | { readonly unavailable: string; readonly outage: boolean };

/** What fetching needs. */
export interface FetchingOptions {
  readonly source: PriceSource;
  readonly store: Pick<PriceStore, 'write'>;
  /** The time in ms. */
  readonly now: () => number;
  /** How long a source that failed, or a symbol that it lacks, is not asked again, in ms. */
  readonly outageMs: number;
  readonly log: { warn(event: string, fields?: LogFields): void };
}

/**
 * Symbols asked for at once. Sources have a pace of their own, which leaves little to gain by more;
 * and when one can't be reached, the first failure spares all the others.
 */
const width = 1;
/** Symbols that may wait: at two a second, half a minute of waiting. */
const maxWaiting = 64;
/** Failed symbols remembered, so that a stranger's list of nonsense does not fill the memory. */
const maxMissing = 1000;

/**
 * Fetches series and puts those that have rows into the store: one flight a symbol, however many ask for it, and
 * no flight for a while after the source could not be reached, so that requests do not each wait
 * for a time-out.
 *
 * @returns never rejects for the source's sake
 */
export function createFetching(
  options: FetchingOptions,
): (symbol: string, span: Span) => Promise<Fetched> {
  const { source, store, now, outageMs, log } = options;
  const flights = new Map<string, Promise<Fetched>>();
  const line = createLine({ width, maxWaiting });
  const missing = new Map<string, { readonly until: number; readonly fetched: Fetched }>();
  let outage = { until: Number.NEGATIVE_INFINITY, reason: '' };

  const failed = (symbol: string, error: unknown): Fetched => {
    if (error instanceof UnknownSymbol) return { unknown: error.message };
    if (!(error instanceof SourceUnavailable)) throw error;
    const alone = error.symbol !== undefined;
    if (alone) log.warn('price source failed', { source: source.name, symbol, error });
    else outage = { until: now() + outageMs, reason: error.message };
    return { unavailable: error.message, outage: !alone };
  };

  const remembered = (symbol: string): Fetched | undefined => {
    if (now() < outage.until) return { unavailable: outage.reason, outage: true };
    const known = missing.get(symbol);
    return known !== undefined && now() < known.until ? known.fetched : undefined;
  };

  const miss = (symbol: string, fetched: Fetched): void => {
    if ('outage' in fetched && fetched.outage) return;
    if (missing.size >= maxMissing) missing.clear();
    missing.set(symbol, { until: now() + outageMs, fetched });
  };

  const fly = async (symbol: string, span: Span): Promise<Fetched> => {
    const known = remembered(symbol);
    if (known !== undefined) return known;
    const fetched = await ask(symbol, span);
    if ('series' in fetched && fetched.series.days.length > 0) await keep(fetched.series);
    else miss(symbol, fetched);
    return fetched;
  };

  const ask = async (symbol: string, span: Span): Promise<Fetched> => {
    try {
      return { series: await source.fetch(symbol, span) };
    } catch (error) {
      return failed(symbol, error);
    }
  };

  const keep = async (series: Series): Promise<void> => {
    try {
      await store.write([series]);
    } catch (error) {
      log.warn('fetched prices were not stored', { symbol: series.symbol, error });
    }
  };

  /** Whoever finds the line full waits for its head all the same: it may show an outage. */
  const turnedAway = async (symbol: string): Promise<Fetched> => {
    const [head] = flights.values();
    await head;
    const unavailable = `${maxWaiting} symbols wait for ${source.name} already`;
    return remembered(symbol) ?? { unavailable, outage: false };
  };

  return (symbol, span) => {
    const known = remembered(symbol);
    if (known !== undefined) return Promise.resolve(known);
    const flying = flights.get(symbol);
    if (flying !== undefined) return flying;
    const flight = line.stand(() => fly(symbol, span));
    if (flight === undefined) return turnedAway(symbol);
    const landing = flight.finally(() => flights.delete(symbol));
    flights.set(symbol, landing);
    return landing;
  };
}
