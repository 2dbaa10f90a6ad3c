import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Rebalancing } from '../../../worker/kernels/rebalanced-path.ts';
import { expectedHoldingMs } from '../../../worker/portfolio/follow-holding.ts';
import {
  expectedTradingMs,
  followTrading,
  restorings,
} from '../../../worker/portfolio/follow-trading.ts';
import { rebalancingDays } from '../../../worker/portfolio/rebalancing-days.ts';
import { simulatedCloses } from '../../support/markets.ts';

const work = suite('work of reports and backtests');

const days = Int32Array.from({ length: 300 }, (_, i) => 18_262 + i);
const closes = simulatedCloses(9, { days: 300, symbols: 4, dailyDeviation: 0.02 });
const large = { rows: 2500, columns: 500, values: new Float64Array() };

function way(due: Uint8Array, rest: Partial<Rebalancing> = {}): Rebalancing {
  return {
    weights: Float64Array.of(0.25, 0.25, 0.25, 0.25),
    cash: 0,
    cashRatePerPeriod: 0,
    costRate: 0,
    due,
    band: Number.POSITIVE_INFINITY,
    ...rest,
  };
}

for (const kept of ['buy_and_hold', 'yearly', 'quarterly', 'monthly', 'fixed_mix'] as const) {
  work(`as many restorings are expected as ${kept} makes`, () => {
    const asked = way(rebalancingDays(days, kept));
    const [made] = followTrading({ closes, ways: [asked] });

    assert.is(restorings(asked), made?.trades.length);
  });
}

work('each restoring, each way and each day counts', () => {
  const ms = (ways: readonly Rebalancing[], rows = 1000): number =>
    expectedTradingMs({ closes: { ...large, rows }, ways });
  const none = way(new Uint8Array(1000));
  const one = way(Uint8Array.from({ length: 1000 }, (_, t) => Number(t === 5)));
  const two = way(Uint8Array.from({ length: 1000 }, (_, t) => Number(t === 5 || t === 9)));

  near(ms([two]) - ms([one]), ms([one]) - ms([none]));
  near(ms([none, one]), ms([none]) + ms([one]));
  near(ms([none], 3000) - ms([none], 2000), ms([none], 2000) - ms([none], 1000));
  assert.ok(ms([{ ...two, costRate: 0.001 }]) > ms([two]));
  assert.ok(ms([{ ...none, band: 0.1 }]) > ms([none]));
});

work('many symbols over many days go to a thread, few do not', () => {
  const daily = way(new Uint8Array(2500).fill(1), { costRate: 0.001 });
  const few = { ...large, rows: 1000, columns: 3 };

  assert.ok(expectedTradingMs({ closes: large, ways: [daily] }) > 40);
  assert.ok(expectedHoldingMs({ closes: large }) > 30);
  assert.ok(expectedTradingMs({ closes: few, ways: [daily] }) < 1);
  assert.ok(expectedHoldingMs({ closes: few }) < 1);
});

work.run();

function near(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) <= 1e-9 * expected, `${actual} is not ${expected}`);
}
