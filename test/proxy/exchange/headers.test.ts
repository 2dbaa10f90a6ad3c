import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  fieldsForPeer,
  readRequestHead,
  readResponseHead,
} from '../../../proxy/exchange/headers.ts';

const headers = suite('headers');

const words = { requestId: 'id-1' } as const;
const added = ['Host', 'example:8000', 'X-Request-Id', 'id-1'];

headers('fields keep order, case and duplicates', () => {
  const head = readRequestHead(['Host', 'example:8000', 'X-B', '1', 'x-a', '2', 'X-B', '3']);

  assert.equal(fieldsForPeer(head, words), ['X-B', '1', 'x-a', '2', 'X-B', '3', ...added]);
});

headers('what a client says of its way is dropped', () => {
  const head = readRequestHead([
    ...['Host', 'example:8000', 'X-Forwarded-For', '1.1.1.1', 'x-forwarded-server', 'x'],
    ...['Forwarded', 'for=1.1.1.1', 'X-Real-IP', '1.1.1.1', 'X-Forwarded-Proto', 'https'],
  ]);

  assert.equal(fieldsForPeer(head, words), added);
});

headers('fields of one hop are dropped', () => {
  const head = readRequestHead([
    ...['Host', 'example:8000', 'Connection', 'close, X-Hop', 'Keep-Alive', 'timeout=5'],
    ...['TE', 'trailers', 'Trailer', 'X', 'Upgrade', 'h2c', 'Proxy-Connection', 'close'],
    ...['Expect', '100-continue', 'x-hop', 'gone'],
  ]);

  assert.equal(fieldsForPeer(head, words), added);
  assert.is(head.expectsContinue, true);
});

headers('Connection cannot take out what the proxy adds', () => {
  const head = readRequestHead(['Host', 'example:8000', 'Connection', 'X-Request-Id, Host']);

  assert.equal(fieldsForPeer(head, words), added);
});

headers('framing is read apart', () => {
  const head = readRequestHead([
    'Content-Length',
    '5',
    'Transfer-Encoding',
    'a',
    'transfer-encoding',
    'b',
  ]);

  assert.is(head.contentLength, '5');
  assert.is(head.transferEncoding, 'a, b');
  assert.is(head.hosts, 0);
});

headers('a harmless request id is kept', () => {
  assert.is(readRequestHead(['X-Request-Id', 'a.b_c-9']).requestId, 'a.b_c-9');
});

headers('a request id that could harm a log is not', () => {
  assert.is(readRequestHead(['X-Request-Id', 'a b']).requestId, undefined);
  assert.is(readRequestHead(['X-Request-Id', 'a'.repeat(65)]).requestId, undefined);
});

headers('a response loses the fields of one hop', () => {
  const raw = [
    ...['Date', 'd', 'Connection', 'X-Hop', 'X-Hop', 'x', 'Keep-Alive', 'timeout=5'],
    ...[
      'Transfer-Encoding',
      'chunked',
      'Set-Cookie',
      'a',
      'Set-Cookie',
      'b',
      'Content-Length',
      '3',
    ],
  ];

  const { fields, contentLength } = readResponseHead(raw, 'id-1');

  assert.equal(fields, [
    ...['Date', 'd', 'Set-Cookie', 'a', 'Set-Cookie', 'b', 'Content-Length', '3'],
    ...['Via', '1.1 edgefolio', 'X-Request-Id', 'id-1'],
  ]);
  assert.is(contentLength, '3');
});

headers('a length that Connection nominates stays', () => {
  const raw = ['Connection', 'X-A, content-length , X-B', 'Content-Length', '3', 'X-B', '1'];

  const { fields } = readResponseHead(raw, 'id-1');

  assert.equal(fields.slice(0, 3), ['Content-Length', '3', 'Via']);
});

headers('100-continue is heard beside other expectations', () => {
  const expecting = (...values: readonly string[]): boolean =>
    readRequestHead(values.flatMap((value) => ['Expect', value])).expectsContinue;

  assert.ok(expecting('100-Continue'));
  assert.ok(expecting('x, 100-continue'));
  assert.ok(expecting('100-continue', 'x'));
  assert.not.ok(expecting('x100-continue'));
});

headers('the proxy’s token goes to peers, a client’s never', () => {
  const head = readRequestHead(['Host', 'example:8000', 'x-edgefolio-token', 'forged']);

  assert.equal(fieldsForPeer(head, { ...words, token: 'real' }), [
    ...added,
    ...['X-Edgefolio-Token', 'real'],
  ]);
});

headers('names that only underscores tell from the proxy’s own are dropped', () => {
  const { fields } = readRequestHead([
    ...['Host', 'h', 'X_Real_IP', '1', 'x_forwarded_for', '2', 'X_Forwarded-Proto', '3'],
    ...['x-edgefolio_token', '4', 'Transfer_Encoding', 'chunked', 'X_A', '5'],
  ]);

  assert.equal(fields, ['X_A', '5']);
});

headers.run();
