import { type Day, dayOf, dayOfIso } from '../../prices/day.ts';
import { clipped } from './fields.ts';

const monthFirst = /^(\d{1,2})([-/])(\d{1,2})\2(\d{2}|\d{4})$/;

/** A date that was read, or why it could not be. */
export type DateReading = { readonly day: Day } | { readonly fault: string };

/**
 * Reads a date as clients write it: `MM-DD-YY`, `MM/DD/YYYY` (either separator with either year)
 * or `YYYY-MM-DD`. Two-digit years 00–69 are 2000–2069, the others 1970–1999.
 */
export function readDate(text: string): DateReading {
  const trimmed = text.trim();
  const iso = dayOfIso(trimmed);
  if (iso !== undefined) return { day: iso };
  const match = monthFirst.exec(trimmed);
  if (!match) {
    return {
      fault: /^\d{4}-\d{2}-\d{2}$/.test(trimmed)
        ? `"${clipped(text)}" is not a day of the calendar`
        : `"${clipped(text)}" is not a date: write YYYY-MM-DD, MM/DD/YYYY or MM-DD-YY`,
    };
  }
  const [, month, , date, year] = match;
  return fromMonthFirst(text, { month: Number(month), date: Number(date), year: year ?? '' });
}

function fromMonthFirst(
  text: string,
  parts: { readonly month: number; readonly date: number; readonly year: string },
): DateReading {
  const { month, date } = parts;
  const day = dayOf(fullYear(parts.year), month, date);
  if (day !== undefined) return { day };
  const dayFirst = month > 12 && month <= 31 && date <= 12;
  return {
    fault: dayFirst
      ? `"${clipped(text)}" has no month ${month}: the month comes first, or write YYYY-MM-DD`
      : `"${clipped(text)}" is not a day of the calendar`,
  };
}

function fullYear(digits: string): number {
  const year = Number(digits);
  if (digits.length > 2) return year;
  return year < 70 ? 2000 + year : 1900 + year;
}
