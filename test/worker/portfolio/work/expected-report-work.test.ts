import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { rebalancedPath } from '../../../../worker/kernels/paths/rebalanced-path.ts';
import { rebalancingDays } from '../../../../worker/portfolio/backtest/rebalancing-days.ts';
import {
  expectedBacktestMs,
  expectedReportMs,
  expectedRestorings,
  expectedTellingMs,
} from '../../../../worker/portfolio/work/expected-report-work.ts';
import { simulatedCloses } from '../../../support/markets.ts';

const work = suite('expected-report-work');

const large = { rows: 2500, columns: 500, longest: 2500 };
const small = { rows: 964, columns: 3, longest: 964 };
const costly = { rebalancing: 'fixed_mix', periodsPerYear: 252, costRate: 0.001 } as const;

for (const rebalancing of [
  'buy_and_hold',
  'yearly',
  'quarterly',
  'monthly',
  'fixed_mix',
] as const) {
  work(`as many restorings are expected as ${rebalancing} makes, about`, () => {
    // Weekdays of ten years.
    const days = Int32Array.from(
      { length: 2610 },
      (_, i) => 18_264 + 7 * Math.floor(i / 5) + (i % 5),
    );
    const due = rebalancingDays(days, rebalancing);
    const { trades } = rebalancedPath(
      simulatedCloses(9, { days: 2610, symbols: 1, dailyDeviation: 0.01 }),
      {
        ...{ weights: Float64Array.of(1), cash: 0, cashRatePerPeriod: 0, costRate: 0 },
        ...{ due, band: Number.POSITIVE_INFINITY },
      },
    );
    const expected = expectedRestorings({ rebalancing, periodsPerYear: 252 }, days.length);

    assert.ok(
      Math.abs(expected - trades.length) <= 1 + 0.05 * trades.length,
      `${expected} for ${trades.length}`,
    );
  });
}

work('work grows with days, symbols, restorings and costs', () => {
  const wide = { ...small, columns: 6 };
  const old = { ...small, rows: 1928 };
  for (const ms of [
    expectedTellingMs,
    expectedReportMs,
    (shape: typeof small) => expectedBacktestMs(costly, shape),
  ]) {
    assert.ok(ms(wide) > ms(small));
    assert.ok(ms(old) > 1.9 * ms(small));
  }
  const monthly = expectedBacktestMs({ ...costly, rebalancing: 'monthly' }, large);
  assert.ok(expectedBacktestMs(costly, large) > monthly);
  assert.ok(
    expectedBacktestMs(costly, large) > expectedBacktestMs({ ...costly, costRate: 0 }, large),
  );
});

work('five hundred symbols go to a thread, three are told of at once', () => {
  assert.ok(expectedTellingMs(large) > 50);
  assert.ok(expectedTellingMs(small) + expectedReportMs(small) < 10);
  assert.ok(expectedTellingMs(small) + expectedBacktestMs(costly, small) < 10);
});

work.run();
