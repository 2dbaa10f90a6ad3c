import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readDate } from '../../../../worker/portfolio/query/calendar-date.ts';
import { isoDate } from '../../../../worker/prices/day.ts';

const calendarDate = suite('calendar-date');

const read: readonly (readonly [text: string, iso: string])[] = [
  ['01-01-12', '2012-01-01'],
  ['03/20/2016', '2016-03-20'],
  ['3/9/2016', '2016-03-09'],
  ['12-31-69', '2069-12-31'],
  ['01-01-70', '1970-01-01'],
  ['2012-02-29', '2012-02-29'],
  [' 2016-03-18 ', '2016-03-18'],
];

for (const [text, iso] of read) {
  calendarDate(`"${text}" is read as ${iso}`, () => {
    const reading = readDate(text);

    assert.is('day' in reading && isoDate(reading.day), iso);
  });
}

const refused: readonly (readonly [text: string, reason: RegExp])[] = [
  ['2013-02-29', /not a day of the calendar/],
  ['02/30/2016', /not a day of the calendar/],
  ['20/03/2016', /the month comes first/],
  ['01-02/2012', /is not a date/],
  ['yesterday', /is not a date/],
  ['', /is not a date/],
];

for (const [text, reason] of refused) {
  calendarDate(`"${text}" is refused with its reason`, () => {
    const reading = readDate(text);

    assert.match('fault' in reading ? reading.fault : '', reason);
  });
}

calendarDate.run();
