/** A calendar day as a count of days since 1970-01-01; local to the exchange, free of time zones. */
export type Day = number;

/** How many days a year have a close, where nothing else is said of the prices. */
export const tradingDaysPerYear = 252;

const msPerDay = 86_400_000;

/**
 * The day of a calendar date.
 *
 * @param month  1–12
 * @returns      undefined when there is no such date, such as 30 February
 */
export function dayOf(year: number, month: number, date: number): Day | undefined {
  const instant = new Date(0);
  instant.setUTCFullYear(year, month - 1, date);
  const exists =
    instant.getUTCFullYear() === year &&
    instant.getUTCMonth() === month - 1 &&
    instant.getUTCDate() === date;
  return exists ? instant.getTime() / msPerDay : undefined;
}

/** Days of the 400 years after which the Gregorian calendar repeats, and of parts of them. */
const [days400, days100, days4, days1] = [146_097, 36_524, 1461, 365];
/** Days from 0000-03-01 to 1970-01-01. Years that begin in March have their leap day last. */
const epoch = 719_468;

/**
 * The day as `YYYY-MM-DD`. By arithmetic: an answer holds thousands of dates, and a Date object
 * for each took more time than all else that writes it.
 *
 * @param day  of the years 0 to 9999
 */
export function isoDate(day: Day): string {
  const sinceMarch = day + epoch;
  const era = Math.floor(sinceMarch / days400);
  const inEra = sinceMarch - era * days400;
  const century = Math.min(3, Math.floor(inEra / days100));
  const inCentury = inEra - century * days100;
  const four = Math.floor(inCentury / days4);
  const inFour = inCentury - four * days4;
  const single = Math.min(3, Math.floor(inFour / days1));
  const inYear = inFour - single * days1;
  // From March on, five months in turn have 153 days: 31, 30, 31, 30, 31.
  const fromMarch = Math.floor((5 * inYear + 2) / 153);
  const date = inYear - Math.floor((153 * fromMarch + 2) / 5) + 1;
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  const year = era * 400 + century * 100 + four * 4 + single + (month <= 2 ? 1 : 0);
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(date, 2)}`;
}

function padded(value: number, length: number): string {
  return String(value).padStart(length, '0');
}

/** The day of a `YYYY-MM-DD`; undefined for any other text and for dates that do not exist. */
export function dayOfIso(text: string): Day | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  return match ? dayOf(Number(match[1]), Number(match[2]), Number(match[3])) : undefined;
}
