import { sealSeries } from '../../worker/prices/seal.ts';
import type { Origin, Series } from '../../worker/prices/series.ts';

/** What a test may want to differ. */
export interface PriceSeriesOptions {
  /** The first day; the others follow without a gap. Default: 15000, which is 2011-01-26. */
  readonly first?: number;
  readonly origin?: Origin;
  readonly notes?: readonly string[];
}

/** A series of these closes on consecutive days. */
export function priceSeries(
  symbol: string,
  closes: readonly number[],
  options: PriceSeriesOptions = {},
): Series {
  const { first = 15_000, origin = { source: 'import', simulated: false }, notes = [] } = options;
  return sealSeries({
    symbol,
    days: Int32Array.from(closes, (_, i) => first + i),
    closes: Float64Array.from(closes),
    origin,
    notes,
  });
}
