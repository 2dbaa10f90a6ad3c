import { uniformRandom } from '../../worker/kernels/samples/random.ts';
import { priceSeries } from './price-series.ts';

/** Symbols for groups and other constraints. */
export const sixSymbols = ['AIR', 'BANK', 'CHIP', 'DRUG', 'ENERGY', 'FOOD'];

/** A question over nearly all closes of {@link sixSymbolMarket}. */
export const sixSymbolQuestion = {
  symbols: sixSymbols,
  start_date: '2011-01-26',
  end_date: '2011-12-31',
};

/** 300 made-up closes from 2011-01-26 on for each of {@link sixSymbols} and SPY. */
export function sixSymbolMarket(seed: number): readonly ReturnType<typeof priceSeries>[] {
  const random = uniformRandom(seed);
  return [...sixSymbols, 'SPY'].map((name, k) => {
    let close = 100;
    const closes = Array.from({ length: 300 }, () => {
      close *= 1 + 0.0002 * k + 0.008 * (k + 1) * (random() - 0.48);
      return close;
    });
    return priceSeries(name, closes);
  });
}
