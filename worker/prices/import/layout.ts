import { type Reading, readSymbol, textOf } from './cells.ts';
import type { ImportFault } from './ledger.ts';
import type { SheetRow } from './sheet.ts';

/** A column with what its header says. */
export interface Column {
  readonly index: number;
  readonly header: string;
}

/** A column of one symbol's closes. */
export interface SymbolColumn extends Column {
  readonly symbol: string;
}

/** How a file is laid out: a column a symbol, or a row for each symbol's day. */
export type Layout =
  | { readonly kind: 'wide'; readonly date: Column; readonly symbols: readonly SymbolColumn[] }
  | {
      readonly kind: 'long';
      readonly date: Column;
      readonly symbol: Column;
      readonly close: Column;
    };

const symbolNames = ['symbol', 'ticker'];
/** Best first: adjusted closes are what returns are made of. */
const closeNames = ['adjclose', 'adjustedclose', 'close'];
const expected = 'expected date,SYMBOL,SYMBOL… or date,symbol,close (or adjclose)';

/** Tells the layout from the header, or everything that is wrong with the header. */
export function readLayout(header: SheetRow): Layout | { readonly faults: readonly ImportFault[] } {
  const { line } = header;
  const columns = header.cells.map((cell, index) => ({ index, header: textOf(cell) }));
  const named = (name: string): Column | undefined =>
    columns.find((column) => plain(column.header) === name);
  const date = named('date');
  if (date === undefined) return { faults: [{ line, reason: `no column "date": ${expected}` }] };
  const symbol = symbolNames.map(named).find(Boolean);
  const close = closeNames.map(named).find(Boolean);
  if (symbol !== undefined) {
    if (close === undefined)
      return { faults: [{ line, reason: `no column "close": ${expected}` }] };
    const faults = duplicates([date, symbol, close], columns, line);
    return faults.length > 0 ? { faults } : { kind: 'long', date, symbol, close };
  }
  if (close !== undefined && named('open') && named('high') && named('low')) {
    const reason = `these are one symbol's prices without its name: ${expected}`;
    return { faults: [{ line, reason }] };
  }
  return wide(date, columns, line);
}

function wide(
  date: Column,
  columns: readonly Column[],
  line: number,
): ReturnType<typeof readLayout> {
  const faults = duplicates([date], columns, line);
  const symbols = new Map<string, SymbolColumn>();
  for (const column of columns.filter(({ header }) => plain(header) !== 'date')) {
    const reading = symbolOf(column, symbols);
    const header = column.header || `${column.index + 1}`;
    if ('reason' in reading) faults.push({ line, column: header, reason: reading.reason });
    else symbols.set(reading.value, { ...column, symbol: reading.value });
  }
  if (faults.length > 0) return { faults };
  if (symbols.size > 0) return { kind: 'wide', date, symbols: [...symbols.values()] };
  return { faults: [{ line, reason: `no column of prices: ${expected}` }] };
}

function symbolOf(column: Column, taken: ReadonlyMap<string, unknown>): Reading<string> {
  const reading = readSymbol(column.header);
  const twice = 'value' in reading && taken.has(reading.value);
  return twice ? { reason: 'the column stands there twice' } : reading;
}

/** Other columns of the same names: which one counts would be a guess. */
function duplicates(
  used: readonly Column[],
  columns: readonly Column[],
  line: number,
): ImportFault[] {
  return used.flatMap((one) =>
    columns
      .filter(({ index, header }) => index !== one.index && plain(header) === plain(one.header))
      .map(({ header }) => ({ line, column: header, reason: 'the column stands there twice' })),
  );
}

function plain(header: string): string {
  return header.toLowerCase().replace(/[\s_-]/g, '');
}
