import type { Matrix } from '../../worker/kernels/algebra/matrix.ts';
import { uniformRandom } from '../../worker/kernels/samples/random.ts';
import { simulatedCloses } from './markets.ts';

/** How large markets are at most; default: 10 symbols, 89 days. */
export interface MarketLimits {
  readonly symbols?: number;
  readonly days?: number;
}

/** Closes with duplicates, constants or too few days, turn by turn. */
export function hardCloses(
  seed: number,
  { symbols: most = 10, days: longest = 89 }: MarketLimits = {},
): Matrix {
  const random = uniformRandom(seed);
  const symbols = 2 + Math.floor(random() * (most - 1));
  const days = seed % 4 === 0 ? 4 : 30 + Math.floor(random() * (longest - 29));
  const closes = simulatedCloses(seed, { days, symbols, dailyDeviation: 0.02 });
  const values = closes.values.slice();
  for (let t = 0; t < days; t++) {
    if (seed % 4 === 1) values[t * symbols + 1] = values[t * symbols] ?? 0;
    if (seed % 4 === 2) values[t * symbols] = 100;
  }
  return { ...closes, values };
}
