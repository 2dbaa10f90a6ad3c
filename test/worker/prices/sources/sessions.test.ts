import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { dayOfIso, isoDate } from '../../../../worker/prices/day.ts';
import { tradingDays } from '../../../../worker/prices/sources/sessions.ts';

const sessions = suite('sessions');

const holidays = [
  {
    title: "New Year's Day on a Sunday moves to Monday",
    first: '2022-12-30',
    open: ['2022-12-30', '2023-01-03'],
  },
  {
    title: "New Year's Day on a Saturday closes nothing",
    first: '2021-12-31',
    open: ['2021-12-31', '2022-01-03'],
  },
  {
    title: 'Martin Luther King Day is kept since 1998',
    first: '1998-01-16',
    open: ['1998-01-16', '1998-01-20'],
  },
  { title: 'and was not kept before', first: '1997-01-17', open: ['1997-01-17', '1997-01-20'] },
  {
    title: "Presidents' Day is February's third Monday",
    first: '2012-02-17',
    open: ['2012-02-17', '2012-02-21'],
  },
  {
    title: 'Good Friday falls early in 2008',
    first: '2008-03-20',
    open: ['2008-03-20', '2008-03-24'],
  },
  {
    title: 'Good Friday falls late in 2019',
    first: '2019-04-18',
    open: ['2019-04-18', '2019-04-22'],
  },
  {
    title: "Memorial Day is May's last Monday",
    first: '2021-05-28',
    open: ['2021-05-28', '2021-06-01'],
  },
  {
    title: 'Juneteenth on a Sunday closes Monday',
    first: '2022-06-17',
    open: ['2022-06-17', '2022-06-21'],
  },
  {
    title: 'Independence Day on a Saturday closes Friday',
    first: '2020-07-02',
    open: ['2020-07-02', '2020-07-06'],
  },
  {
    title: "Labour Day is September's first Monday",
    first: '2015-09-04',
    open: ['2015-09-04', '2015-09-08'],
  },
  {
    title: "Thanksgiving is November's fourth Thursday",
    first: '2012-11-21',
    open: ['2012-11-21', '2012-11-23'],
  },
  {
    title: 'Christmas on a Sunday closes Monday',
    first: '2016-12-23',
    open: ['2016-12-23', '2016-12-27'],
  },
];

for (const { title, first, open } of holidays) {
  sessions(title, () => {
    const from = dayOfIso(first) ?? Number.NaN;

    const found = [...tradingDays(from, from + 7)].slice(0, 2).map(isoDate);

    assert.equal(found, open);
  });
}

sessions('a span without a session is empty', () => {
  const saturday = dayOfIso('2012-05-19') ?? Number.NaN;

  assert.is(tradingDays(saturday, saturday + 1).length, 0);
  assert.is(tradingDays(saturday, saturday - 1).length, 0);
});

sessions.run();
