import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { clip, closesOn, joinOnDays } from '../../../../worker/portfolio/window/window.ts';
import type { Series } from '../../../../worker/prices/series.ts';

const window = suite('window');

function series(symbol: string, closes: Readonly<Record<number, number>>): Series {
  const days = Object.keys(closes).map(Number);
  return {
    symbol,
    days: Int32Array.from(days),
    closes: Float64Array.from(Object.values(closes)),
    origin: { source: 'import', simulated: false },
    version: symbol,
    notes: [],
  };
}

window('the join keeps the days that all have', () => {
  const joined = joinOnDays([
    series('A', { 1: 10, 2: 11, 4: 12, 5: 13 }),
    series('B', { 2: 20, 3: 21, 4: 22, 6: 23 }),
  ]);

  assert.equal([...joined.days], [2, 4]);
  assert.equal([...joined.closes.values], [11, 20, 12, 22]);
  assert.is(joined.closes.rows, 2);
  assert.is(joined.closes.columns, 2);
});

window('the join names who shortened it', () => {
  const joined = joinOnDays([
    series('OLD', { 1: 1, 2: 1, 3: 1, 4: 1 }),
    series('NEW', { 3: 1, 4: 1, 5: 1 }),
    series('ALSO', { 3: 1, 4: 1, 5: 1 }),
  ]);

  assert.equal(joined.startsLateFor, ['NEW', 'ALSO']);
  assert.equal(joined.endsEarlyFor, ['OLD']);
});

window('equal calendars leave nobody to name', () => {
  const joined = joinOnDays([series('A', { 1: 1, 2: 1 }), series('B', { 1: 1, 2: 1 })]);

  assert.equal(joined.startsLateFor, []);
  assert.equal(joined.endsEarlyFor, []);
  assert.is(joined.droppedDays, 0);
});

window('days that only some have are counted', () => {
  const joined = joinOnDays([
    series('STOCK', { 1: 1, 2: 1, 5: 1 }),
    series('COIN', { 1: 1, 2: 1, 3: 1, 4: 1, 5: 1 }),
  ]);

  assert.is(joined.droppedDays, 2);
});

window('series without a common day join to nothing', () => {
  const joined = joinOnDays([series('A', { 1: 1 }), series('B', { 2: 1 })]);

  assert.is(joined.days.length, 0);
});

window('clipping keeps both end days', () => {
  const clipped = clip(series('A', { 1: 10, 2: 11, 4: 12, 5: 13 }), { first: 2, last: 4 });

  assert.equal([...clipped.days], [2, 4]);
  assert.equal([...clipped.closes], [11, 12]);
});

window('a benchmark without a price has NaN there', () => {
  const closes = closesOn(Int32Array.of(1, 2, 3), series('SPY', { 2: 20, 3: 21, 9: 22 }));

  assert.equal([...closes], [Number.NaN, 20, 21]);
});

window.run();
