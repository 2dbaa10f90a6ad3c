import { isClose } from '../close-range.ts';
import { type Day, dayOf, dayOfIso } from '../day.ts';
import { symbolPattern } from '../symbol.ts';
import type { Cell } from './sheet.ts';

/** What a cell says, or why it says nothing. */
export type Reading<Value> = { readonly value: Value } | { readonly reason: string };

/** 1970-01-01 as Excel counts days (with a 29 February 1900 that never was). */
const excelEpoch = 25_569;
const excelFirst = 61;
const excelLast = 2_958_465;

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const slashed = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/;

/** The cell's text without surrounding blanks; empty for an empty cell. */
export function textOf(cell: Cell | undefined): string {
  return String(cell ?? '').trim();
}

/** A date: `YYYY-MM-DD`, `MM/DD/YYYY`, or a day number of a workbook. */
export function readDay(cell: Cell | undefined): Reading<Day> {
  if (typeof cell === 'number') return readSerial(cell);
  const text = textOf(cell);
  if (text === '') return { reason: 'the date is missing' };
  const [, month, date, year] = slashed.exec(text) ?? [];
  const day =
    year === undefined ? dayOfIso(text) : dayOf(Number(year), Number(month), Number(date));
  if (day !== undefined) return { value: day };
  return { reason: `"${clipped(text)}" is no date as YYYY-MM-DD or MM/DD/YYYY` };
}

/** A close: a number above 0, within reason. */
export function readClose(cell: Cell): Reading<number> {
  const text = textOf(cell);
  if (typeof cell !== 'number' && !decimal.test(text)) {
    return { reason: `"${clipped(text)}" is no number` };
  }
  const value = Number(text);
  if (!Number.isFinite(value)) return { reason: `"${clipped(text)}" is beyond all numbers` };
  if (isClose(value)) return { value };
  if (value > 0) return { reason: `${clipped(text)} is not within 1e-20 to 1e20` };
  return { reason: `${clipped(text)} is not above 0` };
}

/** A symbol, in capitals. */
export function readSymbol(cell: Cell | undefined): Reading<string> {
  const value = textOf(cell).toUpperCase();
  if (value === '') return { reason: 'the symbol is missing' };
  if (symbolPattern.test(value)) return { value };
  return { reason: `"${clipped(value)}" is no symbol` };
}

function readSerial(serial: number): Reading<Day> {
  const whole = Number.isInteger(serial) && serial >= excelFirst && serial <= excelLast;
  return whole ? { value: serial - excelEpoch } : { reason: `${serial} is no day of a workbook` };
}

function clipped(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
