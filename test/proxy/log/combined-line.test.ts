import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { combinedLine, combinedTime } from '../../../proxy/log/combined-line.ts';
import { loggedOutcome, loggedRequest } from '../../support/logged.ts';

const combined = suite('combined line');

const request = loggedRequest({
  target: '/a?b=c',
  referer: 'http://r.example/',
  userAgent: 'curl/8',
});
const outcome = loggedOutcome({ bytes: 12 });
const time = '23/Nov/2026:09:05:00 +0000';

combined('a line is the one that nginx writes', () => {
  assert.is(
    combinedLine(request, outcome, time),
    '192.0.2.1 - - [23/Nov/2026:09:05:00 +0000] "GET /a?b=c HTTP/1.1" 200 12 "http://r.example/" "curl/8"',
  );
});

combined('HTTP/2 is written as nginx and Apache do', () => {
  const line = combinedLine({ ...request, version: '2' }, outcome, time);

  assert.match(line, '"GET /a?b=c HTTP/2.0" 200');
});

combined('of what is no request there is a dash', () => {
  const line = combinedLine({ ...request, method: '', target: '' }, outcome, time);

  assert.match(line, '] "-" 200');
});

combined('what is missing is a dash', () => {
  const bare = { ...request, client: '', referer: undefined, userAgent: '' };

  assert.is(
    combinedLine(bare, outcome, time),
    '- - - [23/Nov/2026:09:05:00 +0000] "GET /a?b=c HTTP/1.1" 200 12 "-" "-"',
  );
});

combined('a client can not end the quotes or the line', () => {
  const userAgent = 'a"b\\c\nd\x7f\xe9\u20ac';

  assert.match(
    combinedLine({ ...request, userAgent }, outcome, time),
    '"a\\x22b\\x5Cc\\x0Ad\\x7F\\xE9\\xE2\\x82\\xAC"',
  );
});

combined('times are in UTC', () => {
  assert.is(combinedTime(Date.UTC(2026, 0, 2, 3, 4, 5, 999)), '02/Jan/2026:03:04:05 +0000');
  assert.is(combinedTime(Date.UTC(2027, 11, 31, 23, 59, 59)), '31/Dec/2027:23:59:59 +0000');
});

combined.run();
