import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { calendarReturns } from '../../../../worker/portfolio/report/calendar-returns.ts';
import { dayOfIso } from '../../../../worker/prices/day.ts';

const calendar = suite('calendar-returns');

const days = ['2019-12-30', '2019-12-31', '2020-01-02', '2020-03-02'].map(
  (date) => dayOfIso(date) ?? 0,
);
const path = Float64Array.of(1, 2, 3, 1.5);

calendar('each period starts from the last close before it', () => {
  assert.equal(calendarReturns(days, path, 'month'), [
    { period: '2019-12', gain: 1 },
    { period: '2020-01', gain: 0.5 },
    { period: '2020-03', gain: -0.5 },
  ]);
  assert.equal(calendarReturns(days, path, 'year'), [
    { period: '2019', gain: 1 },
    { period: '2020', gain: -0.25 },
  ]);
});

calendar('a first day alone in its period has no return there', () => {
  assert.equal(calendarReturns(days.slice(1), path.slice(1), 'year'), [
    { period: '2020', gain: -0.25 },
  ]);
  assert.equal(calendarReturns(days.slice(0, 1), path.slice(0, 1), 'month'), []);
});

calendar.run();
