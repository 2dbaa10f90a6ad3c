import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { rebalancingDays } from '../../../../worker/portfolio/backtest/rebalancing-days.ts';
import { dayOfIso } from '../../../../worker/prices/day.ts';

const due = suite('rebalancing-days');

const days = [
  '2019-12-30',
  '2019-12-31',
  '2020-01-02',
  '2020-01-31',
  '2020-03-02',
  '2020-03-31',
  '2020-04-01',
].map((date) => dayOfIso(date) ?? 0);

for (const [rebalancing, expected] of [
  ['buy_and_hold', [0, 0, 0, 0, 0, 0, 0]],
  ['bands', [0, 0, 0, 0, 0, 0, 0]],
  ['fixed_mix', [1, 1, 1, 1, 1, 1, 0]],
  ['monthly', [0, 1, 0, 1, 0, 1, 0]],
  ['quarterly', [0, 1, 0, 0, 0, 1, 0]],
  ['yearly', [0, 1, 0, 0, 0, 0, 0]],
] as const) {
  due(`${rebalancing} is due at the last close of its periods`, () => {
    assert.equal(Array.from(rebalancingDays(days, rebalancing)), expected);
  });
}

due.run();
