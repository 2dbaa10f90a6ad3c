import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { sealSeries } from '../../../worker/prices/seal.ts';
import { priceSeries } from '../../support/price-series.ts';

const seal = suite('seal');

const broken: [title: string, days: number[], closes: number[], message: RegExp][] = [
  ['fewer closes than days', [1, 2], [1], /A has 2 days and 1 closes/],
  ['a repeated day', [1, 1], [1, 1], /A: day 1 comes after day 1/],
  ['a descending day', [2, 1], [1, 1], /A: day 1 comes after day 2/],
  ['a close of 0', [1], [0], /the close of day 1 is 0/],
  ['a negative close', [1], [-1], /the close of day 1 is -1/],
  ['no number', [1], [Number.NaN], /the close of day 1 is NaN/],
  ['infinity', [1], [Number.POSITIVE_INFINITY], /the close of day 1 is Infinity/],
];
for (const [title, days, closes, message] of broken) {
  seal(`${title} is refused`, () => {
    const parts = {
      symbol: 'A',
      days: Int32Array.from(days),
      closes: Float64Array.from(closes),
      origin: { source: 'import', simulated: false },
      notes: [],
    };

    assert.throws(() => sealSeries(parts), message);
  });
}

seal('sealing again makes a new version', () => {
  const series = priceSeries('A', [1, 2]);

  assert.is.not(sealSeries({ ...series, symbol: 'B' }).version, series.version);
  assert.is(sealSeries(series).version, series.version);
});

seal.run();
