import { suite, type Test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Series } from '../../worker/prices/series.ts';
import type { PriceStore } from '../../worker/prices/store.ts';
import { priceSeries } from '../support/price-series.ts';

/** A store for one test. */
export interface OpenStore {
  readonly store: PriceStore;
  readonly dispose: () => void;
}

/** Declares what every price store promises. */
export function priceStoreContract(name: string, open: () => Promise<OpenStore>): Test<OpenStore> {
  const contract = suite<OpenStore>(name);
  contract.before.each(async (context) => {
    Object.assign(context, await open());
  });
  contract.after.each(({ dispose }) => dispose());
  declareReading(contract);
  declareWriting(contract);
  return contract;
}

function declareReading(contract: Test<OpenStore>): void {
  contract('an empty store knows no symbol', async ({ store }) => {
    assert.equal(await store.read(['AAPL']), []);
    assert.equal(await store.list(), []);
    assert.is(await store.count(), 0);
  });

  contract('a written series comes back to the last bit', async ({ store }) => {
    const closes = [0.1 + 0.2, 1 / 3, 5e-324, 1.7976931348623157e308, 123.45678901234567];
    const written = priceSeries('AAPL', closes, {
      origin: {
        source: 'import',
        simulated: false,
        detail: 'a.csv',
        since: '2026-01-02T03:04:05Z',
      },
      notes: ['It is noted.'],
    });

    await store.write([written]);

    assert.equal(await store.read(['AAPL']), [written]);
    assert.equal(await store.read(['AAPL']), [written]);
  });

  contract('only the symbols asked for are read', async ({ store }) => {
    await store.write([priceSeries('A', [1]), priceSeries('B', [2]), priceSeries('C', [3])]);

    const found = await store.read(['C', 'NONE', 'A']);

    assert.equal(symbols(found).sort(), ['A', 'C']);
  });
}

function declareWriting(contract: Test<OpenStore>): void {
  contract('writing a symbol again replaces all its closes', async ({ store }) => {
    await store.write([priceSeries('A', [1, 2, 3]), priceSeries('B', [9])]);
    await store.read(['A']);
    const shorter = priceSeries('A', [5, 6]);

    await store.write([shorter]);

    assert.equal(await store.read(['A']), [shorter]);
    assert.is(await store.count(), 3);
  });

  contract('an unchanged series takes its new fetching time', async ({ store }) => {
    const at = (since: string): Series =>
      priceSeries('A', [1, 2], { origin: { source: 'yahoo', simulated: false, since } });
    await store.write([at('2026-01-01T00:00:00Z')]);

    await store.write([at('2026-01-02T00:00:00Z')]);

    assert.equal(await store.read(['A']), [at('2026-01-02T00:00:00Z')]);
  });

  contract('a series without rows is kept as such', async ({ store }) => {
    const empty = priceSeries('A', []);

    await store.write([empty]);

    assert.equal(await store.read(['A']), [empty]);
    assert.equal(await store.list(), [{ symbol: 'A', source: 'import', rows: 0 }]);
  });

  contract('a listing is sorted and tells the spans', async ({ store }) => {
    await store.write([priceSeries('B', [1, 2, 3]), priceSeries('A', [1])]);

    assert.equal(await store.list(), [
      { symbol: 'A', source: 'import', rows: 1, first: 15_000, last: 15_000 },
      { symbol: 'B', source: 'import', rows: 3, first: 15_000, last: 15_002 },
    ]);
    assert.is(await store.count(), 4);
  });

  contract('removing tells which symbols were there', async ({ store }) => {
    await store.write([priceSeries('A', [1]), priceSeries('B', [2])]);

    assert.equal(await store.remove(['B', 'NONE', 'B']), ['B']);
    assert.equal(symbols(await store.read(['A', 'B'])), ['A']);
    assert.is(await store.count(), 1);
  });

  contract('the closes written so far are told', async ({ store }) => {
    const told: number[] = [];

    await store.write([priceSeries('A', [1, 2]), priceSeries('B', [3])], (closes) =>
      told.push(closes),
    );

    assert.is(told.at(-1), 3);
    assert.equal(told, [...told].sort());
  });

  contract('symbols are plain text, not SQL', async ({ store }) => {
    const odd = priceSeries(`^X'; DROP TABLE closes; --"`, [1]);

    await store.write([odd]);

    assert.equal(await store.read([odd.symbol]), [odd]);
  });
}

function symbols(series: readonly Series[]): string[] {
  return series.map(({ symbol }) => symbol);
}
