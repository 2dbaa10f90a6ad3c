import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createPrices, type Prices, type Quote } from '../../../worker/prices/prices.ts';
import { createDemoMarket } from '../../../worker/prices/sources/demo.ts';
import { createYahoo } from '../../../worker/prices/sources/yahoo.ts';
import type { PriceStore } from '../../../worker/prices/store.ts';
import { createSqliteStore } from '../../../worker/prices/stores/sqlite.ts';
import { temporaryFolder } from '../../support/folder.ts';
import * as stub from '../../support/yahoo-stub.ts';

interface Context {
  yahoo: stub.YahooStub;
  store: PriceStore;
  warnings: string[];
  /** Prices as one worker has them; workers share the store alone. */
  worker: () => Prices;
  dispose: () => Promise<void>;
}

const live = suite<Context>('prices over yahoo and sqlite');
const span = { first: 18_000, last: 18_263 };
const now = (): number => Date.parse('2020-01-06T22:00:00Z');

live.before.each(async (context) => {
  const folder = temporaryFolder();
  const store = await createSqliteStore({ path: join(folder.path, 'prices.db') });
  const yahoo = await stub.startYahooStub();
  context.store = store;
  context.yahoo = yahoo;
  context.warnings = [];
  context.worker = () =>
    createPrices({
      store,
      source: createYahoo({
        baseUrls: [yahoo.url],
        now,
        random: () => 0.5,
        sleep: async () => undefined,
      }),
      demo: createDemoMarket({ now }),
      now,
      maxAgeMs: 3_600_000,
      log: { warn: (event) => context.warnings.push(event) },
    });
  context.dispose = async () => {
    await yahoo.close();
    store.close();
    folder.remove();
  };
});
live.after.each(({ dispose }) => dispose());

live('what one worker fetched, another reads', async ({ yahoo, worker }) => {
  yahoo.answer('AAPL', stub.chart({ adjusted: [75.5, 74.25] }));

  const first = await worker().quotes(['AAPL', 'NONE'], span);
  const second = await worker().quotes(['AAPL'], span);

  assert.equal(first.map(told), ['AAPL yahoo 75.5 74.25', 'NONE unknown']);
  assert.equal(second.map(told), ['AAPL yahoo 75.5 74.25']);
  assert.is(yahoo.asked.length, 2);
});

live('an outage brings the demo market, then Yahoo again', async (context) => {
  const { yahoo, worker, warnings, store } = context;
  yahoo.answer('AAPL', stub.consentPage);
  yahoo.answer('SPY', stub.chart({ adjusted: [1, 2] }));

  const during = await worker().quotes(['AAPL', 'SPY'], span);
  const after = await worker().quotes(['SPY'], span);

  assert.equal(
    during.map((quote) => told(quote).split(' ').slice(0, 2).join(' ')),
    ['AAPL demo', 'SPY demo'],
  );
  assert.equal(warnings, ['price source unreachable: the demo market answers']);
  assert.equal(after.map(told), ['SPY yahoo 1 2']);
  assert.is(await store.count(), 2);
});

function told(quote: Quote): string {
  if ('series' in quote) {
    const { origin, closes } = quote.series;
    return `${quote.symbol} ${origin.source} ${closes.join(' ')}`;
  }
  return `${quote.symbol} ${'unknown' in quote ? 'unknown' : 'unavailable'}`;
}

live.run();
