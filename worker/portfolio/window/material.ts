import { type Fault, PricesUnavailable, TooFewPrices, UnknownSymbols } from '../../errors.ts';
import { isoDate } from '../../prices/day.ts';
import { StoreUnavailable } from '../../prices/errors.ts';
import type { Prices, Quote } from '../../prices/prices.ts';
import type { Series, Span } from '../../prices/series.ts';
import type { PortfolioQuery } from '../query/query.ts';
import { clip, joinOnDays, type Window } from './window.ts';

/** Two returns are the fewest that have a sample standard deviation. */
const fewestRows = 3;

/** What tells which prices a query is answered from. */
export type PriceQuestion = Pick<PortfolioQuery, 'symbols' | 'span' | 'benchmark' | 'sentPrices'>;

/** The prices that a query is answered from. */
export interface Material {
  /** One a symbol, in the query's order, clipped to its span. */
  readonly series: readonly Series[];
  /** Clipped likewise; undefined without a benchmark. */
  readonly benchmark: Series | undefined;
}

/** Material on the days that all symbols share. */
export interface JoinedMaterial extends Material {
  readonly window: Window;
}

/**
 * Gets the prices for a query, those sent with it first.
 *
 * @throws {UnknownSymbols} {@link PricesUnavailable} {@link TooFewPrices} naming every symbol at fault
 */
export async function gatherMaterial(query: PriceQuestion, prices: Prices): Promise<Material> {
  const names = query.benchmark === null ? query.symbols : [...query.symbols, query.benchmark];
  const wanted = [...new Set(names)].filter((name) => !query.sentPrices.has(name));
  const quotes = await quotesOf(wanted, prices, query.span);
  const found = new Map(query.sentPrices);
  for (const quote of quotes) if ('series' in quote) found.set(quote.symbol, quote.series);
  refuseMissing(quotes, emptyFaults(names, found, query));
  const clipped = (name: string): Series[] => {
    const series = found.get(name);
    return series === undefined ? [] : [clip(series, query.span)];
  };
  const series = query.symbols.flatMap(clipped);
  const [benchmark] = query.benchmark === null ? [] : clipped(query.benchmark);
  return { series, benchmark };
}

/** Every series that an answer depends on, the benchmark last. */
export function usedSeries({ series, benchmark }: Material): readonly Series[] {
  return benchmark === undefined ? series : [...series, benchmark];
}

/**
 * Joins the symbols on their common days.
 *
 * @param fewest  so many are needed at least; 3 by default
 * @throws {TooFewPrices} when there are fewer
 */
export function joinMaterial(material: Material, fewest = fewestRows): JoinedMaterial {
  const window = joinOnDays(material.series);
  if (window.days.length >= fewest) return { ...material, window };
  throw new TooFewPrices(overlapFaults(material.series, window, fewest));
}

/** @throws {PricesUnavailable} naming all of them when the store can't be read */
async function quotesOf(
  symbols: readonly string[],
  prices: Prices,
  span: Span,
): Promise<readonly Quote[]> {
  if (symbols.length === 0) return [];
  try {
    return await prices.quotes(symbols, span);
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    const reason = 'the store of prices can not be read';
    throw new PricesUnavailable([{ field: 'symbols', reason, symbols }], error);
  }
}

/** The faults of symbols that no source knows, for telling them with a query's other faults. */
export async function unknownSymbolFaults(
  symbols: readonly string[],
  prices: Prices,
  span: Span,
): Promise<readonly Fault[]> {
  try {
    return unknownAmong(await quotesOf(symbols, prices, span));
  } catch (error) {
    // Nothing can be told of the symbols now, but of the rest.
    if (error instanceof PricesUnavailable) return [];
    throw error;
  }
}

function unknownAmong(quotes: readonly Quote[]): readonly Fault[] {
  return quotes.flatMap((quote) =>
    'unknown' in quote ? [fault(quote.symbol, quote.unknown)] : [],
  );
}

function refuseMissing(quotes: readonly Quote[], empty: readonly Fault[]): void {
  const unknown = unknownAmong(quotes);
  const unavailable = quotes.flatMap((quote) =>
    'unavailable' in quote ? [fault(quote.symbol, quote.unavailable)] : [],
  );
  const all = [...unknown, ...empty, ...unavailable];
  if (unknown.length > 0) throw new UnknownSymbols(all);
  if (empty.length > 0) throw new TooFewPrices(all);
  if (unavailable.length > 0) throw new PricesUnavailable(all);
}

function emptyFaults(
  names: readonly string[],
  found: ReadonlyMap<string, Series>,
  { span, benchmark }: PriceQuestion,
): readonly Fault[] {
  return [...new Set(names)].flatMap((name) => {
    const series = found.get(name);
    if (series === undefined || clip(series, span).days.length > 0) return [];
    const asked = `${isoDate(span.first)} to ${isoDate(span.last)}`;
    const cure = absenceCure(series, name === benchmark);
    return [fault(name, `${name} has no prices from ${asked}, ${extent(series)}: ${cure}`)];
  });
}

/** What to change where a series has nothing in the window: no window helps one without any price. */
function absenceCure({ days }: Series, isBenchmark: boolean): string {
  const instead = isBenchmark ? 'choose another benchmark' : 'leave it out';
  return days.length === 0 ? instead : `move the window or ${instead}`;
}

function overlapFaults(
  series: readonly Series[],
  window: Window,
  fewest: number,
): readonly Fault[] {
  const each = series.map((one) => `${one.symbol} ${extent(one)}`).join(', ');
  const shared = `the symbols have ${window.days.length} common day(s) in the window`;
  const reason = `${shared} and at least ${fewest} ${fewest === 1 ? 'is' : 'are'} needed: ${each}; widen the window or leave symbols out`;
  return [{ field: 'symbols', reason, symbols: series.map(({ symbol }) => symbol) }];
}

function extent({ days }: Series): string {
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return 'and none at all';
  return `has ${days.length} from ${isoDate(first)} to ${isoDate(last)}`;
}

function fault(symbol: string, reason: string): Fault {
  return { field: 'symbols', reason, symbols: [symbol] };
}
