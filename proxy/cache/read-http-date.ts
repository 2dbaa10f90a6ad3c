const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');

const clock = '(?<hour>[0-2]\\d):(?<minute>[0-5]\\d):(?<second>[0-6]\\d)';

/** The three forms that a recipient must read; the first is the one to be written. */
const forms: readonly RegExp[] = [
  new RegExp(`^[a-z]{3}, (?<day>\\d\\d) (?<month>[a-z]{3}) (?<year>\\d{4}) ${clock} gmt$`, 'i'),
  new RegExp(`^[a-z]{6,9}, (?<day>\\d\\d)-(?<month>[a-z]{3})-(?<year>\\d\\d) ${clock} gmt$`, 'i'),
  new RegExp(`^[a-z]{3} (?<month>[a-z]{3}) (?<day>[ \\d]\\d) ${clock} (?<year>\\d{4})$`, 'i'),
];

/**
 * Reads a date of HTTP.
 *
 * @param nowMs  the wall clock, by which the century of a year of two digits is told
 * @returns      ms since 1970, or undefined when it is no such date
 * @see RFC 9110 §5.6.7
 */
export function readHttpDate(text: string, nowMs: number): number | undefined {
  for (const form of forms) {
    const found = form.exec(text)?.groups;
    if (found !== undefined) return instant(found, nowMs);
  }
  return undefined;
}

function instant(
  parts: Readonly<Record<string, string | undefined>>,
  nowMs: number,
): number | undefined {
  const { year = '', day = '', hour = '', minute = '', second = '' } = parts;
  const month = months.indexOf((parts['month'] ?? '').toLowerCase());
  const date = Number(day);
  if (month < 0 || date < 1 || date > 31 || Number(hour) > 23) return undefined;
  const fullYear = year.length === 2 ? centuryYear(Number(year), nowMs) : Number(year);
  return Date.UTC(fullYear, month, date, Number(hour), Number(minute), Number(second));
}

/** A year that seems more than 50 years ahead is the last one that ends alike. */
function centuryYear(year: number, nowMs: number): number {
  const now = new Date(nowMs).getUTCFullYear();
  const candidate = now - (now % 100) + year;
  return candidate > now + 50 ? candidate - 100 : candidate;
}
