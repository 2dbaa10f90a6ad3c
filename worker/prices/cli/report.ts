import { isoDate } from '../day.ts';
import type { Imported } from '../import/import.ts';
import type { ImportFault } from '../import/ledger.ts';
import { findJumps, jumpNotes } from '../jumps.ts';
import type { StoredSymbol } from '../store.ts';

/** Faults and notes printed one by one; the others are counted. */
const printed = 20;
const everything = { first: Number.NEGATIVE_INFINITY, last: Number.POSITIVE_INFINITY };

/** Every fault by line and column, or the first 20 and a count. */
export function faultLines(file: string, faults: readonly ImportFault[]): string[] {
  const lines = faults.map(({ line, column, reason }) =>
    column === undefined ? `  line ${line}: ${reason}` : `  line ${line}, ${column}: ${reason}`,
  );
  return [
    `${file} has ${counted(faults.length, 'fault')}; nothing is imported:`,
    ...bounded(lines),
  ];
}

/** What was imported, and what to look at. */
export function importedLines({ layout, series, rows, unsorted }: Imported): string[] {
  const days = series.flatMap(({ days }) => [days[0] ?? 0, days.at(-1) ?? 0]);
  const closes = series.reduce((sum, one) => sum + one.days.length, 0);
  const span = `${isoDate(Math.min(...days))} to ${isoDate(Math.max(...days))}`;
  const jumps = series.flatMap((one) => jumpNotes(one.symbol, findJumps(one, everything)));
  return [
    `imported (${layout}): ${counted(series.length, 'symbol')}, ${counted(rows, 'row')}, ` +
      `${counted(closes, 'close')}, ${span}`,
    ...(unsorted > 0 ? [`sorted: ${counted(unsorted, 'close')} stood below a later day's`] : []),
    ...bounded(jumps),
  ];
}

/** A table of what the store holds. */
export function storedLines(stored: readonly StoredSymbol[]): string[] {
  if (stored.length === 0) return ['the store is empty'];
  const rows = stored.map(({ symbol, rows, first, last, source }) => [
    symbol,
    count(rows),
    first === undefined ? '-' : isoDate(first),
    last === undefined ? '-' : isoDate(last),
    source,
  ]);
  const header = ['symbol', 'rows', 'first', 'last', 'source'];
  const widths = header.map((name, i) =>
    Math.max(name.length, ...rows.map((row) => row[i]?.length ?? 0)),
  );
  return [header, ...rows].map((row) =>
    row
      .map((cell, i) => (i === 1 ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

function bounded(lines: readonly string[]): string[] {
  if (lines.length <= printed) return [...lines];
  return [...lines.slice(0, printed), `  … and ${count(lines.length - printed)} more`];
}

function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

function count(value: number): string {
  return value.toLocaleString('en-GB');
}
