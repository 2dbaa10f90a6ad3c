import type { Series } from './series.ts';
import { seriesVersion } from './version.ts';

/**
 * Completes a series with its version, once its promises are checked: what comes from outside is
 * checked by whoever reads it, so a breach here is a bug.
 *
 * @throws {RangeError} lengths differ, days do not ascend strictly, a close is not finite and > 0
 */
export function sealSeries(parts: Omit<Series, 'version'>): Series {
  const { symbol, days, closes } = parts;
  if (days.length !== closes.length) {
    throw new RangeError(`${symbol} has ${days.length} days and ${closes.length} closes`);
  }
  let previous = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < days.length; i++) {
    const day = days[i] ?? Number.NaN;
    const close = closes[i] ?? Number.NaN;
    if (day <= previous) throw new RangeError(`${symbol}: day ${day} comes after day ${previous}`);
    if (!(close > 0 && close < Infinity)) {
      throw new RangeError(`${symbol}: the close of day ${day} is ${close}`);
    }
    previous = day;
  }
  return { ...parts, version: seriesVersion(parts) };
}
