/** A calendar day as a count of days since 1970-01-01; local to the exchange, free of time zones. */
export type Day = number;

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

/** The day as `YYYY-MM-DD`. */
export function isoDate(day: Day): string {
  return new Date(day * msPerDay).toISOString().slice(0, 10);
}

/** The day of a `YYYY-MM-DD`; undefined for any other text and for dates that do not exist. */
export function dayOfIso(text: string): Day | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  return match ? dayOf(Number(match[1]), Number(match[2]), Number(match[3])) : undefined;
}
