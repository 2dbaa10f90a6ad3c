import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { importSheet } from '../../../worker/prices/import/import.ts';
import { findJumps, jumpNotes } from '../../../worker/prices/jumps.ts';
import { createDemoMarket } from '../../../worker/prices/sources/demo.ts';
import { priceSeries } from '../../support/price-series.ts';
import { sharedData } from '../../support/shared-data.ts';

const jumps = suite('jumps');

const all = { first: 0, last: 99_999 };
/** Goes up and down by about 0.5 % in turn. */
const calm = Array.from({ length: 60 }, (_, i) => 100 + (i % 2) / 2);

jumps('a split that was not adjusted for is a jump', () => {
  const split = [...calm, ...calm.map((close) => close / 4)];

  const found = findJumps(priceSeries('A', split), all);

  assert.equal(
    found.map(({ day, ratio }) => `${day} ${ratio.toFixed(6)}`),
    ['15060 0.248756'],
  );
});

jumps('a wrong close jumps up and down', () => {
  const wrong = calm.map((close, i) => (i === 30 ? close * 10 : close));

  const found = findJumps(priceSeries('A', wrong), all);

  assert.equal(
    found.map(({ day }) => day),
    [15_030, 15_031],
  );
});

jumps('a wild market does not jump', () => {
  const wild = Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? 100 : 120));

  assert.equal(findJumps(priceSeries('A', [...wild, 300]), all), []);
});

jumps('a small change is none, however quiet the days', () => {
  const quiet = Array<number>(60).fill(100);

  assert.equal(findJumps(priceSeries('A', [...quiet, 110]), all), []);
  assert.is(findJumps(priceSeries('A', [...quiet, 112]), all).length, 1);
});

jumps('only jumps that end in the span count', () => {
  const series = priceSeries('A', [...calm, ...calm.map((close) => close / 4)]);

  assert.is(findJumps(series, { first: 15_060, last: 15_060 }).length, 1);
  assert.is(findJumps(series, { first: 15_061, last: 15_119 }).length, 0);
  assert.is(findJumps(series, { first: 15_000, last: 15_059 }).length, 0);
});

jumps('too few closes have no jumps', () => {
  for (const closes of [[], [1], [1, 100]]) {
    assert.equal(findJumps(priceSeries('A', closes), all), []);
  }
});

jumps('the demo market has none', async () => {
  const demo = createDemoMarket({ now: () => Date.parse('2024-01-02') });

  for (const symbol of ['SPY', 'AAPL', 'FB', 'GOOG', 'XOM']) {
    assert.equal(findJumps(await demo.fetch(symbol, all), all), [], symbol);
  }
});

jumps('adjusted prices of real companies have none', () => {
  const path = sharedData('prices/stock_prices.csv');
  if (path === undefined) return;
  const lines = readFileSync(path, 'utf8').trim().split('\n');
  const rows = lines.map((text, i) => ({ line: i + 1, cells: text.split(',') }));

  const reading = importSheet({ name: 'stock_prices.csv', rows }, '2026-01-01T00:00:00Z');

  assert.ok('series' in reading);
  for (const series of reading.series) assert.equal(findJumps(series, all), [], series.symbol);
});

jumps('many jumps are one sentence', () => {
  const found = [0, 1, 2, 3, 4].map((i) => ({ day: 15_000 + i, ratio: 0.25 }));

  assert.equal(jumpNotes('A', []), []);
  assert.equal(jumpNotes('A', found), [
    'The prices of A jump on 2011-01-26 (×0.250), 2011-01-27 (×0.250), 2011-01-28 (×0.250) and 2 ' +
      'more: check them for a split or a payment that they were not adjusted for.',
  ]);
});

jumps.run();
