import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { headLength, wholeHead } from '../../../proxy/upstream/whole-head.ts';

const heads = suite('whole heads');

const usual =
  'HTTP/1.1 200 All right\r\nServer: x\r\ncontent-length:  2 \r\nX-A:\r\nConnection: keep-alive\r\nx-a: caf\xe9\r\n\r\n';

heads('a head ends with an empty line, if that is near enough', () => {
  const head = 'HTTP/1.1 200 OK\r\nA: 1\r\n\r\n';
  const bytes = Buffer.from(`${head}\r\n\r\nbody`);

  assert.is(headLength(bytes, 4096), head.length);
  assert.is(headLength(bytes, head.length), head.length);
  assert.is(headLength(bytes, head.length - 1), 0);
  assert.is(headLength(bytes.subarray(0, head.length - 1), 4096), 0);
  assert.is(headLength(Buffer.from('A: 1\n\n'), 4096), 0);
  assert.is(headLength(Buffer.alloc(0), 4096), 0);
});

heads('its fields are as they came, without blanks around their values', () => {
  const head = wholeHead(usual);

  assert.is(head?.phrase, 'All right');
  const first = ['Server', 'x', 'content-length', '2', 'X-A', ''];
  assert.equal(head?.fields, [...first, 'Connection', 'keep-alive', 'x-a', 'caf\xe9']);
});

/** What is left to undici's parser. */
const unusual: Readonly<Record<string, string>> = {
  'an interim answer': 'HTTP/1.1 103 Early Hints\r\n\r\n',
  'another version': 'HTTP/1.0 200 OK\r\n\r\n',
  'a status without a blank behind it': 'HTTP/1.1 200\r\n\r\n',
  'a status of four digits': 'HTTP/1.1 2000 OK\r\n\r\n',
  'an empty line before it': '\r\nHTTP/1.1 200 OK\r\n\r\n',
  'a folded line': 'HTTP/1.1 200 OK\r\nA: 1\r\n 2\r\n\r\n',
  'a blank before a colon': 'HTTP/1.1 200 OK\r\nA : 1\r\n\r\n',
  'a line without a name': 'HTTP/1.1 200 OK\r\n: 1\r\n\r\n',
  'a line without a colon': 'HTTP/1.1 200 OK\r\nA\r\n\r\n',
  'a bare CR': 'HTTP/1.1 200 OK\r\nA: 1\r2\r\n\r\n',
  'a bare LF': 'HTTP/1.1 200 OK\r\nA: 1\nB: 2\r\n\r\n',
  'a tab': 'HTTP/1.1 200 OK\r\nA: 1\t\r\n\r\n',
  'a phrase beyond ASCII': 'HTTP/1.1 200 \xe9\r\n\r\n',
  'a zero byte': 'HTTP/1.1 200 OK\r\nA: \x00\r\n\r\n',
  'a name beyond ASCII': 'HTTP/1.1 200 OK\r\n\xe9: 1\r\n\r\n',
};

for (const [what, text] of Object.entries(unusual)) {
  heads(`${what} is left to undici`, () => assert.is(wholeHead(text), undefined));
}

heads.run();
