import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { LoggedOutcome, LoggedRequest } from '../../../proxy/log/access-log.ts';
import { compileLogTemplate, parseLogTemplate } from '../../../proxy/log/log-template.ts';
import { loggedOutcome, loggedRequest } from '../../support/logged.ts';

const template = suite('log template');

const atMs = Date.UTC(2026, 10, 23, 9, 5, 0, 42);

function written(
  text: string,
  request: LoggedRequest = loggedRequest(),
  outcome: LoggedOutcome = loggedOutcome(),
): string {
  const parsed = parseLogTemplate(text);
  if (parsed === undefined) throw new Error('nothing was parsed');
  return compileLogTemplate(parsed)({ request, outcome, atMs });
}

const oneRequest = loggedRequest(
  { method: 'POST', target: '/a/b?x=1&Y=%202', scheme: 'https', port: 8443 },
  { host: 'Shop.example:8443', 'user-agent': 'curl/8', cookie: 'a=1; Session=s 2' },
);
const oneOutcome = loggedOutcome({
  status: 201,
  bytes: 4096,
  durationMs: 1234.5678,
  fields: ['Content-Type', 'text/plain', 'Set-Cookie', 'a', 'set-cookie', 'b'],
});

const values: readonly (readonly [variable: string, value: string])[] = [
  ['$remote_addr', '192.0.2.1'],
  ['$remote_user', '-'],
  ['[$time_local]', '[23/Nov/2026:09:05:00 +0000]'],
  ['$time_iso8601', '2026-11-23T09:05:00+00:00'],
  ['$msec', '1795424700.042'],
  ['"$request"', '"POST /a/b?x=1&Y=%202 HTTP/1.1"'],
  ['$request_method $request_uri', 'POST /a/b?x=1&Y=%202'],
  ['$uri$is_args$args', '/a/b?x=1&Y=%202'],
  ['$arg_y|$arg_z', '%202|-'],
  ['$scheme://$host:$server_port', 'https://shop.example:8443'],
  ['$request_id', 'a1'],
  ['$status $body_bytes_sent', '201 4096'],
  ['$request_time', '1.235'],
  ['$http_user_agent/$http_referer', 'curl/8/-'],
  ['$cookie_session', 's 2'],
  ['$sent_http_content_type', 'text/plain'],
  ['$sent_http_set_cookie', 'a, b'],
  ['$' + '{status}s and $' + '{http_host}', '201s and Shop.example:8443'],
  ['no variable', 'no variable'],
];

for (const [text, value] of values) {
  template(`${text} is written as ${value}`, () => {
    assert.is(written(text, oneRequest, oneOutcome), value);
  });
}

template('what tries came to has one entry a try', () => {
  const tries = [
    { peer: 'a:1', error: 'connection_refused', ms: 0.4 },
    { peer: 'b:2', error: 'http_response_timeout', ms: 2000 },
    { peer: 'c:3', status: 200, ms: 12.6 },
  ];
  const line = '$upstream_addr|$upstream_status|$upstream_response_time|$upstream_error';

  assert.is(
    written(line, loggedRequest(), loggedOutcome({ tries })),
    'a:1, b:2, c:3|502, 504, 200|0.000, 2.000, 0.013|connection_refused, http_response_timeout, -',
  );
  assert.is(written(line), '-|-|-|-');
});

template('a client can not end the quotes or the line', () => {
  const request = loggedRequest({}, { 'user-agent': 'a"b\\c\nd\xc3\xa9' });

  assert.is(written('"$http_user_agent"', request), '"a\\x22b\\x5Cc\\x0Ad\\xC3\\xA9"');
});

template('json escapes what JSON needs and reads UTF-8', () => {
  const request = loggedRequest({ target: '/"\\\u0001' }, { 'user-agent': '\xc3\xa9\xff' });
  const line = 'escape=json {"target":"$request_uri","agent":"$http_user_agent","no":"$args"}';

  assert.equal(JSON.parse(written(line, request)), {
    target: '/"\\\u0001',
    agent: 'é\ufffd',
    no: '',
  });
});

template('none escapes nothing', () => {
  const request = loggedRequest({ target: '/"\\' });

  assert.is(written('escape=none $request_uri$args', request), '/"\\');
});

template('none is no template', () => {
  assert.is(parseLogTemplate('none'), undefined);
});

const faults: readonly (readonly [text: string, reason: RegExp])[] = [
  ['$remote_adr $status $nothing', /unknown variables: \$remote_adr, \$nothing/],
  ['escape=html $status', /escape= one of default, json, none/],
  ['costs 5$ or $status', /\$ that names no variable/],
  ['$http_', /unknown variables: \$http_/],
  ['a\nb', /one line/],
  ['escape=json ', /one line/],
];

for (const [text, reason] of faults) {
  template(`the template ${JSON.stringify(text)} is refused`, () => {
    assert.throws(() => parseLogTemplate(text), reason);
  });
}

template.run();
