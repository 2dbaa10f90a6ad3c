import type { Fault } from '../../errors.ts';
import { isClose } from '../../prices/close-range.ts';
import { type Day, dayOfIso } from '../../prices/day.ts';
import { asArray, asObject } from '../../prices/narrow.ts';
import { sealSeries } from '../../prices/seal.ts';
import type { Series } from '../../prices/series.ts';
import { clipped, mostFaults, readSymbol } from './fields.ts';

const shape = 'must be {"dates": ["2012-01-31", …], "closes": {"AAPL": [12.3, …], …}}';
const closeReason = 'must be a price from 1e-20 to 1e20, or null where there is none';

/** One symbol's closes as they were sent; null where there is none. */
interface Column {
  readonly symbol: string;
  readonly closes: readonly (number | null)[];
}

/**
 * Reads prices sent with a request: `{dates: [...], closes: {SYMBOL: [...]}}`, null where a symbol
 * has no price. Days may come in any order.
 *
 * Plain loops, for a body may hold half a million values and the event loop waits for them.
 *
 * @param value       the field as sent
 * @param maxColumns  tables of more symbols are refused unread
 * @param faults      what is wrong is added here, the first 20 and a count
 * @returns           series by symbol, at least one; undefined when faulty
 */
export function seriesFromRequest(
  value: unknown,
  maxColumns: number,
  faults: Fault[],
): ReadonlyMap<string, Series> | undefined {
  const found = new TableFaults();
  const series = readTable(value, maxColumns, found);
  faults.push(...found.told());
  return found.count > 0 ? undefined : series;
}

function readTable(
  value: unknown,
  maxColumns: number,
  faults: TableFaults,
): ReadonlyMap<string, Series> {
  const table = asObject(value);
  const others = Object.keys(table ?? {}).filter((name) => name !== 'dates' && name !== 'closes');
  if (table === undefined || others.length > 0) {
    faults.add('prices', shape);
    return new Map();
  }
  const days = readDays(table['dates'], faults);
  const columns = readColumns(table['closes'], { rows: days.length, maxColumns }, faults);
  return faults.count > 0 ? new Map() : seriesBySymbol(days, columns);
}

function readDays(value: unknown, faults: TableFaults): readonly Day[] {
  const dates = asArray(value);
  if (dates === undefined) {
    faults.add('prices.dates', 'must be a list of dates as YYYY-MM-DD');
    return [];
  }
  const seen = new Set<Day>();
  return dates.map((date, row) => {
    const day = typeof date === 'string' ? dayOfIso(date) : undefined;
    if (day === undefined) faults.add(`prices.dates.${row}`, dateReason(date));
    else if (seen.has(day)) faults.add(`prices.dates.${row}`, `${date} stands there twice`);
    seen.add(day ?? Number.NaN);
    return day ?? Number.NaN;
  });
}

function dateReason(date: unknown): string {
  if (typeof date !== 'string') return 'must be a date as YYYY-MM-DD';
  return `"${clipped(date)}" is not a YYYY-MM-DD date`;
}

function readColumns(
  value: unknown,
  { rows, maxColumns }: { readonly rows: number; readonly maxColumns: number },
  faults: TableFaults,
): readonly Column[] {
  const closes = asObject(value);
  const names = Object.keys(closes ?? {});
  if (closes === undefined || names.length === 0) {
    faults.add('prices.closes', 'must be an object of price lists, by symbol');
    return [];
  }
  if (names.length > maxColumns) {
    faults.add('prices.closes', `has ${names.length} symbols: at most ${maxColumns} are read`);
    return [];
  }
  const seen = new Set<string>();
  return names.map((name) => {
    const field = `prices.closes.${clipped(name)}`;
    const symbol = readSymbol(name);
    if (symbol === undefined) faults.add(field, 'is not a symbol');
    else if (seen.has(symbol)) faults.add(field, `${symbol} stands there twice`);
    seen.add(symbol ?? '');
    return { symbol: symbol ?? '', closes: readCloses(closes[name], { field, rows }, faults) };
  });
}

function readCloses(
  value: unknown,
  { field, rows }: { readonly field: string; readonly rows: number },
  faults: TableFaults,
): readonly (number | null)[] {
  const closes = asArray(value);
  if (closes === undefined) {
    faults.add(field, 'must be a list of prices, one for each of the dates');
    return [];
  }
  if (closes.length !== rows) faults.add(field, `has ${closes.length} prices for ${rows} dates`);
  return closes.map((close, row) => {
    if (close === null || isClose(close)) return close;
    faults.add(`${field}.${row}`, closeReason);
    return null;
  });
}

function seriesBySymbol(
  days: readonly Day[],
  columns: readonly Column[],
): ReadonlyMap<string, Series> {
  const order = [...days.keys()].sort((a, b) => (days[a] ?? 0) - (days[b] ?? 0));
  return new Map(
    columns.map(({ symbol, closes }) => {
      const rows = order.filter((row) => closes[row] !== null);
      const series = sealSeries({
        symbol,
        days: new Int32Array(rows.map((row) => days[row] ?? 0)),
        closes: new Float64Array(rows.map((row) => closes[row] ?? 0)),
        origin: { source: 'request', simulated: false },
        notes: [],
      });
      return [symbol, series];
    }),
  );
}

/** Counts faults and keeps the first. */
class TableFaults {
  readonly #first: Fault[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(field: string, reason: string): void {
    this.#count += 1;
    if (this.#count <= mostFaults) this.#first.push({ field, reason });
  }

  told(): readonly Fault[] {
    if (this.#count <= mostFaults) return this.#first;
    const more = { field: 'prices', reason: `has ${this.#count - mostFaults} more faults` };
    return [...this.#first, more];
  }
}
