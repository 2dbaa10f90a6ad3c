import { type Day, dayOfIso } from '../day.ts';

const secondsPerDay = 86_400;
/** Rows between two looks at the zone's offset: three weeks. None changes it and back so soon. */
const stride = 16;

/**
 * Turns instants into the calendar days of an exchange, with the offset that was in force then:
 * today's would put sessions of the other half of the year on a wrong day near midnight.
 *
 * @param timeZone  an IANA name, such as `America/New_York`
 * @returns         from ascending seconds since 1970 to days; or undefined for an unknown name
 */
export function sessionDays(
  timeZone: string,
): ((seconds: readonly number[]) => Int32Array) | undefined {
  const format = dayFormat(timeZone);
  if (format === undefined) return undefined;
  // The format takes some 20 µs, too long for each of ten thousand rows.
  const offsetAt = (at: number): number => localSeconds(format, at) - at;
  return (seconds) => {
    const days = new Int32Array(seconds.length);
    let offset = offsetAt(seconds[0] ?? 0);
    for (let from = 0; from < seconds.length; from += stride) {
      const to = Math.min(from + stride, seconds.length - 1);
      const next = offsetAt(seconds[to] ?? 0);
      for (let i = from; i <= to; i++) {
        const at = seconds[i] ?? 0;
        days[i] = Math.floor((at + (next === offset ? offset : offsetAt(at))) / secondsPerDay);
      }
      offset = next;
    }
    return days;
  };
}

function dayFormat(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-CA', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
  } catch {
    return undefined;
  }
}

/** The wall clock's reading, as if it were UTC, in seconds since 1970. */
function localSeconds(format: Intl.DateTimeFormat, at: number): number {
  const part: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
  for (const { type, value } of format.formatToParts(at * 1000)) part[type] = value;
  const day: Day = dayOfIso(`${part.year}-${part.month}-${part.day}`) ?? Number.NaN;
  const { hour, minute, second } = part;
  return day * secondsPerDay + Number(hour) * 3600 + Number(minute) * 60 + Number(second);
}
