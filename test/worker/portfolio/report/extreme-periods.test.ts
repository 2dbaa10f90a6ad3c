import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { extremes } from '../../../../worker/portfolio/report/extreme-periods.ts';
import { dayOfIso } from '../../../../worker/prices/day.ts';

const periods = suite('extreme-periods');

const days = ['2019-12-30', '2019-12-31', '2020-01-02', '2020-01-31', '2020-02-03'].map(
  (date) => dayOfIso(date) ?? 0,
);

periods('the best and the worst of each length are dated', () => {
  assert.equal(extremes(days, Float64Array.of(1, 1.25, 1, 2, 1)), {
    best_day: { date: '2020-01-31', return: 1 },
    worst_day: { date: '2020-02-03', return: -0.5 },
    best_month: { month: '2020-01', return: 2 / 1.25 - 1 },
    worst_month: { month: '2020-02', return: -0.5 },
    best_year: { year: '2019', return: 0.25 },
    worst_year: { year: '2020', return: 1 / 1.25 - 1 },
    positive_months: 2 / 3,
  });
});

periods('of equals the earliest counts', () => {
  const { best_day: best, worst_day: worst } = extremes(days, Float64Array.of(1, 2, 1, 2, 1));

  assert.equal(best, { date: '2019-12-31', return: 1 });
  assert.equal(worst, { date: '2020-01-02', return: -0.5 });
});

periods.run();
