import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { walkSchedule } from '../../../../worker/portfolio/backtest/walk-schedule.ts';
import type { WalkForward } from '../../../../worker/portfolio/query/walk-field.ts';
import { dayOfIso } from '../../../../worker/prices/day.ts';

const schedule = suite('walk-schedule');

const walk: WalkForward = {
  window: 'rolling',
  trainDays: 3,
  every: 2,
  lagDays: 0,
  onIllPosed: 'cash',
};

const tenDays = Int32Array.from({ length: 10 }, (_, t) => 18_000 + t);

schedule('a rolling window moves on, an expanding one grows', () => {
  assert.equal(walkSchedule(tenDays, walk), [
    { row: 3, from: 0, to: 3 },
    { row: 5, from: 2, to: 5 },
    { row: 7, from: 4, to: 7 },
  ]);
  assert.equal(walkSchedule(tenDays, { ...walk, window: 'expanding', every: 4 }), [
    { row: 3, from: 0, to: 3 },
    { row: 7, from: 0, to: 7 },
  ]);
});

schedule('a lag keeps the latest closes out', () => {
  assert.equal(walkSchedule(tenDays, { ...walk, lagDays: 2, every: 3 }), [
    { row: 5, from: 0, to: 3 },
    { row: 8, from: 3, to: 6 },
  ]);
});

schedule('calendars begin at once, and go on at the last close of each period', () => {
  const days = [
    '2019-12-27',
    '2019-12-30',
    '2019-12-31',
    '2020-01-02',
    '2020-01-31',
    '2020-03-30',
    '2020-03-31',
    '2020-04-01',
    '2020-12-31',
  ].map((date) => dayOfIso(date) ?? 0);
  const rows = (every: WalkForward['every']): number[] =>
    walkSchedule(days, { ...walk, trainDays: 2, every }).map(({ row }) => row);

  assert.equal(rows('month'), [2, 4, 6, 7]);
  assert.equal(rows('quarter'), [2, 6, 7]);
  assert.equal(rows('year'), [2]);
});

schedule('nothing rests on a later day than it is bought on', () => {
  for (const every of [1, 3, 'month'] as const) {
    for (const { row, from, to } of walkSchedule(tenDays, { ...walk, every, lagDays: 1 })) {
      assert.ok(from >= 0 && from < to && to < row);
    }
  }
});

schedule('too few days to walk on are refused, with the training that fits', () => {
  assert.throws(() => walkSchedule(tenDays, { ...walk, trainDays: 8 }), /train on at most 7/);
  assert.is(walkSchedule(tenDays, { ...walk, trainDays: 7 }).length, 1);
  assert.throws(() => walkSchedule(tenDays.subarray(0, 4), walk), /: widen the window/);
});

schedule.run();
