import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Piece, writeThrough } from '../../proxy/write-through.ts';
import { allText } from '../support/all-text.ts';

interface Ends {
  server: Server;
  near: Socket;
  far: Socket;
}

const writing = suite<Ends>('writing past a stream');

writing.before.each(async (ends) => {
  ends.server = createServer({ pauseOnConnect: true }).listen(0, '127.0.0.1');
  await once(ends.server, 'listening');
  const accepted = once(ends.server, 'connection');
  ends.near = connect(portOf(ends.server), '127.0.0.1');
  await once(ends.near, 'connect');
  [ends.far] = await accepted;
});

writing.after.each(({ server, near, far }) => {
  near.destroy();
  far.destroy();
  server.close();
});

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

/**
 * Messages that differ, written until the kernel has no room for one.
 *
 * @param made  makes one of a text
 * @returns     them, and how many were not taken
 */
function flood(
  near: Socket,
  made: (text: string) => readonly Piece[] = (text) => [text],
): { readonly sent: string; readonly taken: () => number } {
  let sent = '';
  let written = 0;
  let taken = 0;
  while (taken === written && written < 10_000) {
    const text = `${String(written).padStart(5, '0')}${'x'.repeat(50_000)}`;
    const accepted = writeThrough(near, made(text), () => {
      taken += 1;
    });
    assert.ok(accepted);
    written += 1;
    sent += text;
  }
  assert.is(taken, written - 1);
  return { sent, taken: () => written - taken };
}

writing(
  'a text for which the kernel has room is taken at once, every byte as it is',
  async (ends) => {
    let taken = false;
    const text = 'h\u00e9ad\r\n\u0000\u00ff';
    const accepted = writeThrough(ends.near, [text], () => {
      taken = true;
    });
    assert.ok(accepted && taken);
    assert.is(ends.near.writableLength, 0);
    ends.near.end();
    assert.is(await allText(ends.far), text);
  },
);

writing('what is written behind a text that waits for room follows in order', async (ends) => {
  const { sent, taken } = flood(ends.near);
  assert.not(writeThrough(ends.near, ['too early'], () => undefined));
  ends.near.write('behind');
  ends.near.write('it');
  assert.ok(ends.near.writableLength > 0);
  const text = allText(ends.far);
  await new Promise<void>((resolve) => ends.near.write('.', () => resolve()));
  assert.is(taken(), 0);
  assert.ok(writeThrough(ends.near, ['last'], () => undefined));
  ends.near.end();
  assert.ok((await text) === `${sent}behindit.last`);
});

writing('texts and bytes leave as one message, in their order', async (ends) => {
  for (const size of [1, 5000, 100_000]) {
    const bytes = Buffer.alloc(size, '\u00ff', 'latin1');
    assert.ok(writeThrough(ends.near, ['before\u00e9', bytes, Buffer.from('then'), 'after']));
  }
  ends.near.end();
  const all = [1, 5000, 100_000].map((size) => `before\u00e9${'\u00ff'.repeat(size)}thenafter`);
  assert.ok((await allText(ends.far)) === all.join(''));
});

writing('bytes that wait for room are not touched by what others write', async (ends) => {
  const accepted = once(ends.server, 'connection');
  const other = connect(portOf(ends.server), '127.0.0.1');
  const [otherFar] = await accepted;
  const { sent } = flood(ends.near, (text) => [text.slice(0, 3), Buffer.from(text.slice(3))]);
  assert.ok(writeThrough(other, [Buffer.alloc(50_000, 'y')]));
  other.destroy();
  otherFar.destroy();
  ends.near.end();
  assert.ok((await allText(ends.far)) === sent);
});

writing('an end that comes while a text waits for room comes after it', async (ends) => {
  const { sent } = flood(ends.near);
  ends.near.end('end');
  assert.ok((await allText(ends.far)) === `${sent}end`);
});

writing('a stream in which something waits, or that has ended, is left alone', async (ends) => {
  ends.near.cork();
  ends.near.write('first');
  assert.not(writeThrough(ends.near, ['second'], () => undefined));
  ends.near.uncork();
  ends.near.end();
  assert.not(writeThrough(ends.near, ['third'], () => undefined));
  assert.is(await allText(ends.far), 'first');
});

writing('a text that can not be sent destroys the socket and is not called taken', async (ends) => {
  const failure = new Error('broken');
  ends.near._write = (_chunk, _encoding, done) => done(failure);
  const failed = once(ends.near, 'error');
  let taken = false;
  const accepted = writeThrough(ends.near, ['text'], () => {
    taken = true;
  });
  assert.ok(accepted);
  assert.is((await failed)[0], failure);
  assert.ok(ends.near.destroyed && !taken);
});

writing.run();
