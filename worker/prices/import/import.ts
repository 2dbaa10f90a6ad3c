import type { Day } from '../day.ts';
import type { Series } from '../series.ts';
import { type Reading, readClose, readDay, readSymbol, textOf } from './cells.ts';
import { type Layout, readLayout } from './layout.ts';
import { type ImportFault, Ledger } from './ledger.ts';
import type { Sheet, SheetRow } from './sheet.ts';

/** What an import brings. */
export interface Imported {
  readonly layout: Layout['kind'];
  readonly series: readonly Series[];
  /** Rows below the header that are not blank. */
  readonly rows: number;
  /** Closes that stood below a later day's: they were sorted. */
  readonly unsorted: number;
}

/** A whole import, or all that stands against it. */
export type ImportReading = Imported | { readonly faults: readonly ImportFault[] };

type Wide = Extract<Layout, { kind: 'wide' }>;
type Long = Extract<Layout, { kind: 'long' }>;

/** Reads the rows below the header into a ledger, and returns what is wrong with them. */
type RowReader = (row: SheetRow, ledger: Ledger) => readonly ImportFault[];

/**
 * Reads a sheet of closes: wide (`date,SYM,SYM…`, an empty cell is no price) or long
 * (`date,symbol,close`, or `adjclose`, which goes before `close`). One fault, and nothing is
 * imported; rows in any order are sorted.
 *
 * @param since  when, ISO 8601
 */
export function importSheet({ name, rows }: Sheet, since: string): ImportReading {
  const [header, ...rest] = rows.filter(({ cells }) => cells.some((cell) => textOf(cell) !== ''));
  if (header === undefined) return { faults: [{ line: 1, reason: 'the file is empty' }] };
  const layout = readLayout(header);
  if ('faults' in layout) return layout;
  if (rest.length === 0) {
    return { faults: [{ line: header.line, reason: 'there is no row below the header' }] };
  }
  const ledger = new Ledger();
  const read = layout.kind === 'wide' ? wideReader(layout, ledger) : longReader(layout);
  const width = header.cells.length;
  const faults = rest.flatMap((row) => [...tooLong(row, width), ...read(row, ledger)]);
  const empty = ledger.empty.map((column) => ({
    line: header.line,
    column,
    reason: 'there is no price',
  }));
  if (faults.length + empty.length > 0) return { faults: [...empty, ...faults] };
  return {
    layout: layout.kind,
    series: ledger.series({ source: 'import', simulated: false, detail: name, since }),
    rows: rest.length,
    unsorted: ledger.unsorted,
  };
}

function tooLong({ line, cells }: SheetRow, width: number): ImportFault[] {
  if (cells.slice(width).every((cell) => textOf(cell) === '')) return [];
  return [{ line, reason: `${cells.length} cells, but the header has ${width}` }];
}

function wideReader({ date, symbols }: Wide, ledger: Ledger): RowReader {
  const lines = new Map<Day, number>();
  for (const { symbol } of symbols) ledger.open(symbol);
  return ({ line, cells }) => {
    const day = readDay(cells[date.index]);
    const faults: ImportFault[] = [];
    if ('reason' in day) faults.push({ line, column: date.header, reason: day.reason });
    else faults.push(...repeated(day.value, line, { lines, column: date.header }));
    for (const { index, header, symbol } of symbols) {
      const cell = cells[index] ?? null;
      if (textOf(cell) === '') continue;
      ledger.mention(symbol);
      const close = readClose(cell);
      if ('reason' in close) faults.push({ line, column: header, reason: close.reason });
      else if ('value' in day) ledger.enter(symbol, day.value, close.value);
    }
    return faults;
  };
}

function repeated(
  day: Day,
  line: number,
  { lines, column }: { readonly lines: Map<Day, number>; readonly column: string },
): ImportFault[] {
  const first = lines.get(day);
  if (first !== undefined) return [{ line, column, reason: `the date of line ${first} again` }];
  lines.set(day, line);
  return [];
}

function longReader({ date, symbol, close }: Long): RowReader {
  return ({ line, cells }, ledger) => {
    const day = readDay(cells[date.index]);
    const name = readSymbol(cells[symbol.index]);
    const cell = cells[close.index] ?? null;
    // As in the wide layout, an empty cell is a day without a price.
    const price = textOf(cell) === '' ? undefined : readClose(cell);
    const faults = [
      ...told({ line, column: date.header }, day),
      ...told({ line, column: symbol.header }, name),
      ...told({ line, column: close.header }, price),
    ];
    if ('reason' in name) return faults;
    ledger.open(name.value);
    if (price === undefined) return faults;
    ledger.mention(name.value);
    if ('reason' in day || 'reason' in price) return faults;
    if (ledger.enter(name.value, day.value, price.value)) return faults;
    return [{ line, column: date.header, reason: `the date of ${name.value} again` }];
  };
}

function told(
  at: Pick<ImportFault, 'line' | 'column'>,
  reading: Reading<unknown> | undefined,
): ImportFault[] {
  return reading !== undefined && 'reason' in reading ? [{ ...at, reason: reading.reason }] : [];
}
