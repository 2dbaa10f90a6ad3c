import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { attemptFailure, DestinationUnavailable } from '../../proxy/errors.ts';

const errors = suite('errors');

const coded = (code: string): Error => Object.assign(new Error('x'), { code });
const cases = [
  { code: 'ECONNREFUSED', status: 502, error: 'connection_refused' },
  { code: 'ENETUNREACH', status: 502, error: 'connection_refused' },
  { code: 'ECONNRESET', status: 502, error: 'connection_terminated' },
  { code: 'UND_ERR_SOCKET', status: 502, error: 'connection_terminated' },
  { code: 'ETIMEDOUT', status: 504, error: 'connection_timeout' },
  { code: 'UND_ERR_HEADERS_OVERFLOW', status: 502, error: 'http_protocol_error' },
];

for (const { code, status, error } of cases) {
  errors(`${code} is told as ${error}`, () => {
    const failure = attemptFailure(coded(code));

    assert.is(failure.status, status);
    assert.is(failure.headers['Proxy-Status'], `edgefolio; error=${error}`);
  });
}

errors('a parser’s error is a protocol error', () => {
  const failure = attemptFailure(Object.assign(new Error('x'), { name: 'HTTPParserError' }));

  assert.is(failure.failureClass, 'invalid_header');
});

errors('a cause is never shown', () => {
  assert.not.match(JSON.stringify(attemptFailure(new Error('secret'))), 'secret');
});

errors('Retry-After is at least one second', () => {
  assert.is(new DestinationUnavailable(0).headers['Retry-After'], '1');
  assert.is(new DestinationUnavailable(2001).headers['Retry-After'], '3');
});

errors.run();
