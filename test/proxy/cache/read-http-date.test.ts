import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readHttpDate } from '../../../proxy/cache/read-http-date.ts';

const httpDate = suite('read-http-date');

const nowMs = Date.UTC(2026, 0, 1);
const expected = Date.UTC(1994, 10, 6, 8, 49, 37);

httpDate('all three forms of RFC 9110 are one moment', () => {
  assert.is(readHttpDate('Sun, 06 Nov 1994 08:49:37 GMT', nowMs), expected);
  assert.is(readHttpDate('Sunday, 06-Nov-94 08:49:37 GMT', nowMs), expected);
  assert.is(readHttpDate('Sun Nov  6 08:49:37 1994', nowMs), expected);
});

httpDate('two digits of a year are at most 50 years ahead', () => {
  assert.is(
    readHttpDate('Thursday, 18-Aug-50 02:01:18 GMT', nowMs),
    Date.UTC(2050, 7, 18, 2, 1, 18),
  );
  assert.is(readHttpDate('Friday, 18-Aug-77 02:01:18 GMT', nowMs), Date.UTC(1977, 7, 18, 2, 1, 18));
});

httpDate('anything else is no date', () => {
  for (const text of [
    '0',
    '-1',
    '',
    'Sun, 06 Nov 1994 08:49:37 UTC',
    'Sun, 06 Nov 1994 8:49:37 GMT',
    'Sun 06 Nov 1994 08:49:37 GMT',
    'Sun, 06 Foo 1994 08:49:37 GMT',
    'Sun, 32 Nov 1994 08:49:37 GMT',
    'Sun, 06 Nov 1994 25:49:37 GMT',
    '1994-11-06T08:49:37Z',
  ]) {
    assert.is(readHttpDate(text, nowMs), undefined, text);
  }
});

httpDate.run();
