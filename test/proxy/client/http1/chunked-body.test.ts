import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ChunkedBody } from '../../../../proxy/client/http1/chunked-body.ts';
import { RequestRejected } from '../../../../proxy/errors.ts';

const chunked = suite('chunked body');

interface Read {
  readonly body: string;
  readonly ended: boolean;
  /** Bytes after the body's end. */
  readonly rest: string;
}

/** Reads a body that comes in pieces. */
function read(...pieces: readonly string[]): Read {
  const reader = new ChunkedBody();
  let body = '';
  let rest = '';
  for (const piece of pieces) {
    const input = Buffer.from(piece, 'latin1');
    const to = reader.read(input, 0, (chunk) => {
      body += chunk.toString('latin1');
    });
    rest += input.toString('latin1', to);
  }
  return { body, ended: reader.ended, rest };
}

chunked('chunks are joined', () => {
  assert.equal(read('3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n'), { body: 'abcde', ended: true, rest: '' });
});

chunked('sizes are hexadecimal in either case', () => {
  const bytes = 'x'.repeat(0xab);

  assert.equal(read(`${'0'.repeat(20)}1\r\na\r\n0\r\n\r\n`).body, 'a');
  assert.equal(read(`aB\r\n${bytes}\r\n00\r\n\r\n`), { body: bytes, ended: true, rest: '' });
});

chunked('extensions and trailers are dropped', () => {
  const bytes = '3;a=b;c="d e"\r\nabc\r\n0;last\r\nX-Sum: 1\r\nX-More: 2\r\n\r\n';

  assert.equal(read(bytes), { body: 'abc', ended: true, rest: '' });
});

chunked('half of a line’s end is refused at once', () => {
  for (const bytes of ['5\rh', '5;a\n', '\n', '2\r\nab\rc', '0\r\nA: b\rc']) {
    assert.throws(() => read(bytes), /malformed/, JSON.stringify(bytes));
  }
  assert.not(read('5\r').ended);
});

chunked('what follows the body is left', () => {
  assert.equal(read('0\r\n\r\nGET / HTTP/1.1'), { body: '', ended: true, rest: 'GET / HTTP/1.1' });
});

chunked('it does not matter where a read ends', () => {
  const whole = '5;x\r\nhello\r\n10\r\n0123456789abcdef\r\n0\r\nA: b\r\n\r\nNEXT';
  const expected = read(whole);
  assert.equal(expected, { body: 'hello0123456789abcdef', ended: true, rest: 'NEXT' });

  assert.equal(read(...whole), expected);
  for (let cut = 1; cut < whole.length; cut += 1) {
    assert.equal(read(whole.slice(0, cut), whole.slice(cut)), expected, `cut at ${cut}`);
  }
});

chunked('an unfinished body is not ended', () => {
  for (const bytes of ['3\r\nab', '3\r\nabc\r\n', '0\r\n', '0\r\nX: 1\r\n', '']) {
    assert.is(read(bytes).ended, false, bytes);
  }
});

for (const [title, bytes] of [
  ['no size', '\r\nabc\r\n'],
  ['a sign', '+3\r\nabc\r\n'],
  ['a negative size', '-3\r\nabc\r\n'],
  ['a size with 0x', '0x3\r\nabc\r\n'],
  ['letters beyond f', '3g\r\nabc\r\n'],
  ['a space before the size', ' 3\r\nabc\r\n'],
  ['a size that no counter holds', 'fffffffffffffffff\r\nabc\r\n'],
  ['LF alone after the size', '3\nabc\r\n'],
  ['LF alone after the bytes', '3\r\nabc\n0\r\n\r\n'],
  ['CR alone after the bytes', '3\r\nabc\rx'],
  ['more bytes than the size says', '3\r\nabcd\r\n0\r\n\r\n'],
  ['LF alone at the end', '0\r\n\n'],
  ['a control character in an extension', '3;a=\x01\r\nabc\r\n'],
  ['a bare CR in an extension', '3;a=\rb\r\nabc\r\n'],
  ['a trailer without a colon', '0\r\nnonsense\r\n\r\n'],
  ['a trailer with a NUL', '0\r\nX: a\0b\r\n\r\n'],
  ['an endless extension', `3;${'x'.repeat(2000)}`],
  ['an endless trailer', `0\r\n${'X-A: b\r\n'.repeat(3000)}\r\n`],
] as const) {
  chunked(`${title} is refused`, () => {
    assert.throws(
      () => read(bytes),
      (error: unknown) => error instanceof RequestRejected && error.status === 400,
    );
  });
}

chunked.run();
