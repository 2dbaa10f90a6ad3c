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

headers('what a trusted hop told is passed on, and the hop added', () => {
  const hop = { address: '10.0.0.1', localPort: 8000, scheme: 'http' } as const;
  const fields = fieldsForPeer(readRequestHead(['Host', 'inner']), {
    ...{ client: '2001:db8::7', scheme: 'https', port: 443, requestId: 'id-1' },
    way: {
      hop,
      host: 'outer.test',
      forwardedFor: 'spoof, 2001:db8::7, 10.0.0.2',
      forwarded: undefined,
      addresses: ['2001:db8::7', '10.0.0.2'],
    },
  });

  assert.equal(fields, [
    ...['Host', 'inner', 'X-Real-IP', '2001:db8::7'],
    ...['X-Forwarded-For', 'spoof, 2001:db8::7, 10.0.0.2, 10.0.0.1'],
    ...['X-Forwarded-Proto', 'https', 'X-Forwarded-Host', 'outer.test', 'X-Forwarded-Port', '443'],
    'Forwarded',
    'for="[2001:db8::7]";host="outer.test";proto=https, for=10.0.0.2, ' +
      'for=10.0.0.1;host="inner";proto=http',
    ...['Via', '1.1 edgefolio', 'X-Request-Id', 'id-1'],
  ]);
});

headers('a Forwarded that is believed is appended to', () => {
  const hop = { address: '10.0.0.1', localPort: 8000, scheme: 'http' } as const;
  const fields = fieldsForPeer(readRequestHead(['Host', 'h']), {
    ...{ client: '192.0.2.1', scheme: 'http', port: 80, requestId: 'id-1' },
    way: {
      hop,
      host: undefined,
      forwardedFor: '192.0.2.1',
      forwarded: 'for=192.0.2.1;by=_x',
      addresses: ['192.0.2.1'],
    },
  });

  assert.ok(fields.includes('for=192.0.2.1;by=_x, for=10.0.0.1;host="h";proto=http'));
  assert.ok(fields.includes('192.0.2.1, 10.0.0.1'));
});

headers('a trusted hop that names nobody is the client', () => {
  const hop = { address: '10.0.0.1', localPort: 8000, scheme: 'http' } as const;
  const way = { hop, host: undefined, forwardedFor: '', forwarded: undefined, addresses: [] };
  const { address: client } = hop;
  const fields = fieldsForPeer(readRequestHead(['Host', 'h']), { ...origin, client, way });

  assert.is(fields[fields.indexOf('X-Forwarded-For') + 1], '10.0.0.1');
  assert.ok(fields.includes('for=10.0.0.1;host="h";proto=http'));
});

headers('the proxy’s token goes to peers, a client’s never', () => {
  const head = readRequestHead(['Host', 'example:8000', 'x-edgefolio-token', 'forged']);

  assert.equal(fieldsForPeer(head, { ...origin, token: 'real' }), [
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
