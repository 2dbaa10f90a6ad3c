import { readFileSync } from 'node:fs';
import { sealSeries } from '../../worker/prices/seal.ts';
import type { Series } from '../../worker/prices/series.ts';
import { sharedData } from './shared-data.ts';

const dayMs = 86_400_000;

/** PyPortfolioOpt's stocks and their market; undefined where the shared folder is absent. */
export function stockPrices():
  | { readonly stocks: readonly Series[]; readonly market: readonly Series[] }
  | undefined {
  const stocks = sharedData('prices/stock_prices.csv');
  const market = sharedData('prices/spy_prices.csv');
  if (stocks === undefined || market === undefined) return undefined;
  return { stocks: seriesOf(stocks), market: seriesOf(market) };
}

function seriesOf(file: string): readonly Series[] {
  const [head = '', ...lines] = readFileSync(file, 'utf8').trim().split('\n');
  const rows = lines.map((line) => line.split(','));
  return head.split(',').flatMap((symbol, column) => {
    if (column === 0) return [];
    const present = rows.filter((row) => row[column]?.trim());
    const series = sealSeries({
      symbol: symbol.trim(),
      days: Int32Array.from(present, (row) => Date.parse(`${row[0]}T00:00:00Z`) / dayMs),
      closes: Float64Array.from(present, (row) => Number(row[column])),
      origin: { source: 'import', simulated: false },
      notes: [],
    });
    return [series];
  });
}
