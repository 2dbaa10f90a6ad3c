import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  fieldsForPeer,
  readRequestHead,
  readResponseHead,
} from '../../../proxy/exchange/headers.ts';

const headers = suite('headers');

const origin = { client: '192.0.2.7', scheme: 'http', port: 8000, requestId: 'id-1' } as const;
const added = [
  ...['Host', 'example:8000', 'X-Real-IP', '192.0.2.7', 'X-Forwarded-For', '192.0.2.7'],
  ...['X-Forwarded-Proto', 'http', 'X-Forwarded-Host', 'example:8000', 'X-Forwarded-Port', '8000'],
  ...['Forwarded', 'for=192.0.2.7;host="example:8000";proto=http'],
  ...['Via', '1.1 edgefolio', 'X-Request-Id', 'id-1'],
];

headers('fields keep order, case and duplicates', () => {
  const head = readRequestHead(['Host', 'example:8000', 'X-B', '1', 'x-a', '2', 'X-B', '3']);

  assert.equal(fieldsForPeer(head, origin), ['X-B', '1', 'x-a', '2', 'X-B', '3', ...added]);
});

headers('what a client says of its way is dropped', () => {
  const head = readRequestHead([
    ...['Host', 'example:8000', 'X-Forwarded-For', '1.1.1.1', 'x-forwarded-server', 'x'],
    ...['Forwarded', 'for=1.1.1.1', 'X-Real-IP', '1.1.1.1', 'X-Forwarded-Proto', 'https'],
  ]);

  assert.equal(fieldsForPeer(head, origin), added);
});

headers('fields of one hop are dropped', () => {
  const head = readRequestHead([
    ...['Host', 'example:8000', 'Connection', 'close, X-Hop', 'Keep-Alive', 'timeout=5'],
    ...['TE', 'trailers', 'Trailer', 'X', 'Upgrade', 'h2c', 'Proxy-Connection', 'close'],
    ...['Expect', '100-continue', 'x-hop', 'gone'],
  ]);

  assert.equal(fieldsForPeer(head, origin), added);
  assert.is(head.expectsContinue, true);
});

headers('Connection cannot take out what the proxy adds', () => {
  const head = readRequestHead(['Host', 'example:8000', 'Connection', 'X-Real-IP, Host, Via']);

  assert.equal(fieldsForPeer(head, origin), added);
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

headers('an IPv6 client is bracketed and quoted', () => {
  const fields = fieldsForPeer(readRequestHead(['Host', 'h']), {
    ...origin,
    client: '2001:db8::1',
  });

  assert.ok(fields.includes('for="[2001:db8::1]";host="h";proto=http'));
});

headers('Via is appended to', () => {
  const fields = fieldsForPeer(readRequestHead(['Host', 'h', 'Via', '1.0 fred']), origin);

  assert.ok(fields.includes('1.0 fred, 1.1 edgefolio'));
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

headers.run();
