import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Http2Head, readHttp2Head } from '../../../../proxy/client/http2/received-head.ts';

const heads = suite('heads of HTTP/2');

type Fields = readonly (readonly [string, string])[];

const pseudo: Fields = [
  [':method', 'POST'],
  [':scheme', 'https'],
  [':authority', 'edge.test'],
  [':path', '/a?b=%20c'],
];

function read(fields: Fields, ended = true, limitBytes = 1000): Http2Head {
  return readHttp2Head({ raw: fields.flat(), ended, limitBytes });
}

heads('a request is told in the words of HTTP/1.1', () => {
  const { head, fault } = read([...pseudo, ['x-a', '1'], ['x-a', '2']]);

  assert.is(fault, undefined);
  assert.is(head.method, 'POST');
  assert.is(head.target, '/a?b=%20c');
  assert.is(head.version, '2');
  assert.equal(head.fields, ['Host', 'edge.test', 'x-a', '1', 'x-a', '2']);
});

heads('a body of unknown size is called chunked, one of known size is not', () => {
  assert.equal(read(pseudo, false).head.fields.slice(2), ['Transfer-Encoding', 'chunked']);
  const sized = read([...pseudo, ['content-length', '3']], false);
  assert.equal(sized.head.fields.slice(2), ['content-length', '3']);
});

heads('cookies become one field', () => {
  const { head } = read([...pseudo, ['cookie', 'a=1'], ['x-a', '1'], ['cookie', 'b=2']]);

  assert.equal(head.fields.slice(2), ['x-a', '1', 'cookie', 'a=1; b=2']);
});

heads('a Host that says the same as the authority is not repeated', () => {
  assert.equal(read([...pseudo, ['host', 'EDGE.test']]).head.fields, ['Host', 'edge.test']);
  const alone = pseudo.filter(([name]) => name !== ':authority');
  assert.equal(read([...alone, ['host', 'b.test']]).head.fields, ['Host', 'b.test']);
});

const without = (name: string): Fields => pseudo.filter(([one]) => one !== name);
const replaced = (name: string, value: string): Fields => [[name, value], ...without(name)];

const faults: readonly (readonly [title: string, fields: Fields])[] = [
  ['a missing method', without(':method')],
  ['a missing path', without(':path')],
  ['a missing scheme', without(':scheme')],
  ['another scheme', replaced(':scheme', 'ftp')],
  ['a method that is no token', replaced(':method', 'GET /')],
  ['a method in small letters', replaced(':method', 'post')],
  ['a fragment in the path', replaced(':path', '/a#b')],
  ['a path that is a whole address', replaced(':path', 'http://other.test/')],
  ['a path with a space', replaced(':path', '/a b')],
  ['an empty path', replaced(':path', '')],
  ['a second path', [...pseudo, [':path', '/b']]],
  ['an unknown pseudo-header field', [[':status', '200'], ...pseudo]],
  ['a pseudo-header field behind others', [['x-a', '1'], ...pseudo]],
  ['another Host', [...pseudo, ['host', 'other.test']]],
  ['two Hosts', [...pseudo, ['host', 'edge.test'], ['host', 'edge.test']]],
  ['an upper-case name', [...pseudo, ['X-A', '1']]],
  ['a name with a colon in it', [...pseudo, ['x:a', '1']]],
  ['an empty name', [...pseudo, ['', '1']]],
  ['a line end in a value', [...pseudo, ['x-a', '1\r\nx-b: 2']]],
  ['a NUL in a value', [...pseudo, ['x-a', '1\0']]],
  ['a value that begins with a space', [...pseudo, ['x-a', ' 1']]],
  ['a connection field', [...pseudo, ['connection', 'close']]],
  ['a transfer coding', [...pseudo, ['transfer-encoding', 'chunked']]],
  ['an upgrade', [...pseudo, ['upgrade', 'websocket']]],
  ['a TE that is more than trailers', [...pseudo, ['te', 'gzip']]],
  ['two lengths', [...pseudo, ['content-length', '0'], ['content-length', '0']]],
  ['a length without a body', [...pseudo, ['content-length', '3']]],
];

for (const [title, fields] of faults) {
  heads(`${title} is refused`, () => {
    const { head, fault } = read(fields);

    assert.is(fault?.status, 400);
    assert.equal(head.fields, []);
  });
}

heads('TE may say trailers', () => {
  assert.is(read([...pseudo, ['te', 'trailers']]).fault, undefined);
});

heads('too many fields are refused', () => {
  const fields = Array.from({ length: 30 }, () => ['a', ''] as const);

  assert.is(read([...pseudo, ...fields]).fault?.status, 431);
});

heads.run();
