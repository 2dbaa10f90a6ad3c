import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Unread } from '../../../../proxy/client/http1/unread.ts';
import { RequestRejected } from '../../../../proxy/errors.ts';

const unread = suite('unread');

const holding = (...pieces: readonly string[]): Unread => {
  const bytes = new Unread();
  for (const piece of pieces) bytes.add(Buffer.from(piece, 'latin1'));
  return bytes;
};

unread('a head is taken without its end, and what follows is left', () => {
  const bytes = holding('GET / HTTP/1.1\r\nHost: a\r\n\r\nbody');

  assert.is(bytes.takeHead(), 'GET / HTTP/1.1\r\nHost: a');
  assert.is(bytes.take()?.toString(), 'body');
  assert.is(bytes.empty, true);
});

/** Holds bytes that somebody writes over when it was told to keep or to give them. */
const holdingBriefly = (text: string): { readonly bytes: Unread; readonly lent: Buffer } => {
  const lent = Buffer.from(text, 'latin1');
  const bytes = new Unread();
  bytes.add(lent, true);
  return { bytes, lent };
};

unread('what is left of brief bytes is kept', () => {
  const { bytes, lent } = holdingBriefly('GET / HTTP/1.1\r\n\r\nGET /2');

  assert.is(bytes.takeHead(), 'GET / HTTP/1.1');
  bytes.keep();
  lent.fill('x');
  bytes.add(Buffer.from(' HTTP/1.1\r\n\r\n'));

  assert.is(bytes.takeHead(), 'GET /2 HTTP/1.1');
});

unread('what is taken of brief bytes is good for longer', () => {
  const { bytes, lent } = holdingBriefly('GET / HTTP/1.1\r\n\r\nbody');

  bytes.takeHead();
  const body = bytes.take();
  lent.fill('x');

  assert.is(body?.toString(), 'body');
});

unread('it does not matter where a read ends', () => {
  const head = '\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\nbody';
  for (let cut = 1; cut < head.length; cut += 1) {
    const bytes = holding(head.slice(0, cut));
    const early = bytes.takeHead();
    bytes.add(Buffer.from(head.slice(cut)));

    assert.is(early ?? bytes.takeHead(), 'GET / HTTP/1.1\r\nHost: a', `cut at ${cut}`);
    assert.is(bytes.take()?.toString(), 'body', `cut at ${cut}`);
  }
});

unread('two heads are taken one after the other', () => {
  const bytes = holding('a\r\n\r\nb\r\n\r\n');

  assert.equal([bytes.takeHead(), bytes.takeHead(), bytes.takeHead()], ['a', 'b', undefined]);
});

unread('a head in a large read is found', () => {
  const bytes = holding(`a\r\n\r\n${'x'.repeat(100_000)}`);

  assert.is(bytes.takeHead(), 'a');
  assert.is(bytes.sizeBytes, 100_000);
});

unread('too large a head is refused before its end came', () => {
  const long = `GET / HTTP/1.1\r\nX: ${'x'.repeat(40_000)}`;

  assert.is(refusal(holding(long)), 431);
  assert.is(refusal(holding(`${long}\r\n\r\n`)), 431);
});

unread('too long a target has a status of its own', () => {
  assert.is(refusal(holding(`GET /${'x'.repeat(40_000)}`)), 414);
  assert.is(refusal(holding(`GET /${'x'.repeat(40_000)} HTTP/1.1\r\nHost: a\r\n\r\n`)), 414);
});

const beginnings: readonly (readonly [title: string, first: string, ...others: string[]])[] = [
  ['a line end of LF alone', 'GET / HTTP/1.1\nHost: a\n\n'],
  ['a line end of LF alone in a later piece', 'GET / HTTP/1.1\r\nHost: a', '\n\n'],
  ['a line end of CR alone', 'GET / HTTP/1.1\rHost: a\r\r'],
  ['a line end of CR alone, cut behind it', 'GET / HTTP/1.1\r', 'Host: a'],
  ['an LF before it', '\r\n\nGET /'],
  ['a TLS handshake', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
  ['a control character', 'GET / HTTP/1.1\r\nX: a\x01b'],
  ['a request line of HTTP/0.9', 'GET /\r\n'],
  ['a request line that is none', 'GET /', ' HTT', 'P\r', '\nHost'],
];

for (const [title, first, ...others] of beginnings) {
  unread(`what begins with ${title} is not waited for`, () => {
    const bytes = holding(first);
    const take = (): unknown => {
      let taken = bytes.takeHead();
      for (const piece of others) {
        bytes.add(Buffer.from(piece, 'latin1'));
        taken = bytes.takeHead();
      }
      return taken;
    };

    assert.throws(take, (error: unknown) => error instanceof RequestRejected);
  });
}

unread.run();

function refusal(bytes: Unread): number | undefined {
  try {
    bytes.takeHead();
    return undefined;
  } catch (error) {
    return error instanceof RequestRejected ? error.status : undefined;
  }
}
