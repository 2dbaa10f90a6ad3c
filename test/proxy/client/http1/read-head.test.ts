import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readHead } from '../../../../proxy/client/http1/read-head.ts';
import { RequestRejected } from '../../../../proxy/errors.ts';

const reading = suite('read head');

const withLine = (line: string): string => `${line}\r\nHost: a`;
const withField = (field: string): string => `GET / HTTP/1.1\r\nHost: a\r\n${field}`;

reading('a head is read byte for byte', () => {
  assert.equal(
    readHead('GET /a%2F..//b?c=%20 HTTP/1.1\r\nhOST: a\r\nX-B: 1\r\nx-b:\t 2 \r\nX-C:'),
    {
      method: 'GET',
      target: '/a%2F..//b?c=%20',
      version: '1.1',
      fields: ['hOST', 'a', 'X-B', '1', 'x-b', '2', 'X-C', ''],
      connection: '',
    },
  );
});

reading('a head may have no fields', () => {
  assert.equal(readHead('OPTIONS * HTTP/1.0').fields, []);
});

reading('a later HTTP/1 is read as HTTP/1.1', () => {
  const versions = ['1.0', '1.1', '1.2', '1.9', '2.0', '0.9'].map(
    (version) => readHead(`GET / HTTP/${version}`).version,
  );

  assert.equal(versions, ['1.0', '1.1', '1.1', '1.1', '2.0', '0.9']);
});

reading('bytes above ASCII stay as they are', () => {
  const { target, fields } = readHead('GET /\xc3\xa4 HTTP/1.1\r\nX-A: \xff\x80');

  assert.equal([target, fields[1]], ['/\xc3\xa4', '\xff\x80']);
});

reading('all Connection fields count', () => {
  const { connection } = readHead(
    'GET / HTTP/1.1\r\nConnection: a, b\r\nX: 1\r\ncOnnection: close',
  );

  assert.is(connection, 'a, b,close');
});

for (const [title, text] of [
  ['nothing', ''],
  ['one word', withLine('nonsense')],
  ['no version', withLine('GET /')],
  ['two spaces after the method', withLine('GET  / HTTP/1.1')],
  ['two spaces before the version', withLine('GET /  HTTP/1.1')],
  ['a space in the target', withLine('GET /a b HTTP/1.1')],
  ['a tab for a space', withLine('GET\t/ HTTP/1.1')],
  ['a space at its end', withLine('GET / HTTP/1.1 ')],
  ['a space at its beginning', withLine(' GET / HTTP/1.1')],
  ['a version in small letters', withLine('GET / http/1.1')],
  ['a version of two digits', withLine('GET / HTTP/1.10')],
  ['a version without a minor part', withLine('GET / HTTP/1')],
  ['a brace in the method', withLine('G{T / HTTP/1.1')],
  ['a method in small letters', withLine('get / HTTP/1.1')],
  ['a fragment in the target', withLine('GET /a#b HTTP/1.1')],
  ['a control character in the target', withLine('GET /\x01 HTTP/1.1')],
  ['DEL in the target', withLine('GET /\x7f HTTP/1.1')],
  ['a line end of LF alone', 'GET / HTTP/1.1\nHost: a'],
  ['a CR alone in the request line', withLine('GET /\r HTTP/1.1')],
  ['a CR alone in a value', withField('X-A: b\rc')],
  ['an LF alone in a value', withField('X-A: b\nX-C: d')],
  ['a CR before the pair', withField('X-A: b\r\r\nX-C: d')],
  ['a CR at its very end', withField('X-A: b\r')],
  ['a NUL in a value', withField('X-A: b\0c')],
  ['a backspace in a value', withField('X-A: b\x08c')],
  ['a folded field', withField('X-A: b\r\n c')],
  ['a field folded by a tab', withField('X-A: b\r\n\tc')],
  ['a space before the colon', withField('X-A : b')],
  ['a space before the name', 'GET / HTTP/1.1\r\n Host: a'],
  ['an empty name', withField(': b')],
  ['no colon', withField('X-A')],
  ['no colon but one in the next line', withField('X-A\r\nX-B: c')],
  ['a brace in a name', withField('X{A: b')],
  ['a byte above ASCII in a name', withField('X-\xe4: b')],
  ['an empty line of its own', withField('X-A: b\r\n\r\nX-C: d')],
] as const) {
  reading(`a head with ${title} is refused`, () => {
    assert.throws(
      () => readHead(text),
      (error: unknown) => error instanceof RequestRejected && error.status === 400,
    );
  });
}

reading.run();
