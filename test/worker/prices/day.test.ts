import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { dayOf, dayOfIso, isoDate } from '../../../worker/prices/day.ts';

const day = suite('day');

const dates = [
  { iso: '1970-01-01', count: 0 },
  { iso: '1969-12-31', count: -1 },
  { iso: '2012-05-18', count: 15_478 },
  { iso: '2000-02-29', count: 11_016 },
  { iso: '0099-03-01', count: -683_309 },
];
for (const { iso, count } of dates) {
  day(`${iso} is day ${count}`, () => {
    assert.is(dayOfIso(iso), count);
    assert.is(isoDate(count), iso);
  });
}

for (const text of ['2023-02-29', '2012-13-01', '2012-1-1', '12-01-01', '2012-01-01T00:00', '']) {
  day(`"${text}" is no day`, () => {
    assert.is(dayOfIso(text), undefined);
  });
}

day('every date of ten thousand years is that of the calendar', () => {
  const wrong: number[] = [];
  for (let count = -719_000; count < 2_932_000; count += 61) {
    const iso = new Date(count * 86_400_000).toISOString().slice(0, 10);
    if (isoDate(count) !== iso) wrong.push(count);
  }

  assert.equal(wrong, []);
});

day('parts that are no date have no day', () => {
  assert.is(dayOf(2012, 0, 1), undefined);
  assert.is(dayOf(2012, 4, 31), undefined);
  assert.is(dayOf(Number.NaN, 1, 1), undefined);
});

day.run();
