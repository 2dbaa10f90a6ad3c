import type { Fault } from '../errors.ts';
import { type Day, dayOfIso } from '../prices/day.ts';
import { sealSeries } from '../prices/seal.ts';
import type { Series } from '../prices/series.ts';
import { readPriceColumns } from './fields.ts';

/** The most faults told of one table. */
const mostFaults = 20;

interface PriceColumns {
  readonly dates: readonly string[];
  readonly closes: Readonly<Record<string, readonly (number | null)[]>>;
}

/**
 * Reads prices sent with a request: `{dates: [...], closes: {SYMBOL: [...]}}`, null where a symbol
 * has no price. Days may come in any order.
 *
 * @param value   the field as sent; undefined when absent
 * @param faults  what is wrong is added here
 * @returns       series by symbol; empty when absent or faulty
 */
export function seriesFromRequest(value: unknown, faults: Fault[]): ReadonlyMap<string, Series> {
  const columns = value === undefined ? undefined : readPriceColumns('prices', value, faults);
  if (columns === undefined) return new Map();
  const found = [...repeatedSymbols(value), ...tableFaults(columns)];
  faults.push(...found.slice(0, mostFaults));
  if (found.length > mostFaults) {
    faults.push({ field: 'prices', reason: `has ${found.length - mostFaults} more faults` });
  }
  return found.length > 0 ? new Map() : seriesBySymbol(columns);
}

/** Two spellings of one symbol become one column when read, so they are looked for before. */
function* repeatedSymbols(value: unknown): Generator<Fault> {
  const sent = value as { readonly closes: object };
  const seen = new Set<string>();
  for (const name of Object.keys(sent.closes)) {
    const symbol = name.trim().toUpperCase();
    if (seen.has(symbol))
      yield { field: `prices.closes.${name}`, reason: `${symbol} stands there twice` };
    seen.add(symbol);
  }
}

function* tableFaults({ dates, closes }: PriceColumns): Generator<Fault> {
  const seen = new Set<string>();
  for (const [row, date] of dates.entries()) {
    const field = `prices.dates.${row}`;
    if (dayOfIso(date) === undefined) yield { field, reason: `"${date}" is not a YYYY-MM-DD date` };
    if (seen.has(date)) yield { field, reason: `${date} stands there twice` };
    seen.add(date);
  }
  for (const [symbol, column] of Object.entries(closes)) {
    if (column.length === dates.length) continue;
    const reason = `has ${column.length} prices for ${dates.length} dates`;
    yield { field: `prices.closes.${symbol}`, reason };
  }
}

function seriesBySymbol({ dates, closes }: PriceColumns): ReadonlyMap<string, Series> {
  const days = dates.map((date) => dayOfIso(date) ?? Number.NaN);
  const order = [...days.keys()].sort((a, b) => (days[a] ?? 0) - (days[b] ?? 0));
  return new Map(
    Object.entries(closes).map(([symbol, column]) => {
      const rows = order.filter((row) => typeof column[row] === 'number');
      const sent = rows.map((row) => [days[row] ?? 0, column[row] ?? 0] as const);
      return [symbol, sentSeries(symbol, sent)];
    }),
  );
}

function sentSeries(symbol: string, rows: readonly (readonly [Day, number])[]): Series {
  return sealSeries({
    symbol,
    days: Int32Array.from(rows, ([day]) => day),
    closes: Float64Array.from(rows, ([, close]) => close),
    origin: { source: 'request', simulated: false },
    notes: [],
  });
}
