import { type Day, dayOf } from '../day.ts';

/** Days of the week, counted from Sunday. */
const sunday = 0;
const monday = 1;
const thursday = 4;
const friday = 5;
const saturday = 6;

/**
 * The days from `first` to `last`, both inclusive, on which New York trades by the calendar of the
 * main holidays. Closures by decree (11 September 2001, storms, funerals) are not in it.
 *
 * @returns ascending days
 */
export function tradingDays(first: Day, last: Day): Int32Array {
  const closed = new Set<Day>();
  for (let year = yearOf(first); year <= yearOf(last); year++) {
    for (const day of holidays(year)) closed.add(day);
  }
  const open: Day[] = [];
  for (let day = first; day <= last; day++) {
    const weekday = weekdayOf(day);
    if (weekday >= monday && weekday <= friday && !closed.has(day)) open.push(day);
  }
  return Int32Array.from(open);
}

function holidays(year: number): Day[] {
  const newYear = date(year, 1, 1);
  return [
    // Never moved to the Friday before: that is the last session of a year's books.
    weekdayOf(newYear) === sunday ? newYear + 1 : newYear,
    ...(year >= 1998 ? [onOrAfter(monday, date(year, 1, 15))] : []),
    onOrAfter(monday, date(year, 2, 15)),
    easterSunday(year) - 2,
    onOrAfter(monday, date(year, 5, 25)),
    ...(year >= 2022 ? [observed(date(year, 6, 19))] : []),
    observed(date(year, 7, 4)),
    onOrAfter(monday, date(year, 9, 1)),
    onOrAfter(thursday, date(year, 11, 22)),
    observed(date(year, 12, 25)),
  ];
}

/** A holiday on a Saturday is kept on the Friday, one on a Sunday on the Monday. */
function observed(day: Day): Day {
  const weekday = weekdayOf(day);
  if (weekday === saturday) return day - 1;
  return weekday === sunday ? day + 1 : day;
}

function onOrAfter(weekday: number, day: Day): Day {
  return day + ((weekday - weekdayOf(day) + 7) % 7);
}

/** Gauss's computus with its later corrections, for the Gregorian calendar. */
function easterSunday(year: number): Day {
  const century = Math.floor(year / 100);
  const golden = year % 19;
  const leapless = century - Math.floor(century / 4) - Math.floor((8 * century + 13) / 25);
  const fullMoon = (leapless + 19 * golden + 15) % 30;
  const late = fullMoon === 29 || (fullMoon === 28 && golden > 10) ? 1 : 0;
  const paschal = date(year, 3, 21) + fullMoon - late;
  return onOrAfter(sunday, paschal + 1);
}

function weekdayOf(day: Day): number {
  // 1970-01-01 was a Thursday.
  return (((day + thursday) % 7) + 7) % 7;
}

function yearOf(day: Day): number {
  return new Date(day * 86_400_000).getUTCFullYear();
}

function date(year: number, month: number, dayOfMonth: number): Day {
  const day = dayOf(year, month, dayOfMonth);
  if (day === undefined) throw new RangeError(`no such date: ${year}-${month}-${dayOfMonth}`);
  return day;
}
