import { once } from 'node:events';
import { connect, createServer, Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type FieldSource, JoinedWrites } from '../../../proxy/upstream/joined-writes.ts';

const joining = suite('joined writes');

const nothing: FieldSource = { takeFields: () => '' };

/** Lets `write` write to one end of a connection. @returns what came out of the other */
async function written(
  write: (socket: Socket, waiting: () => number) => unknown,
  source: FieldSource = nothing,
): Promise<string> {
  let text = '';
  const server = createServer((socket) => {
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
    });
    socket.on('end', () => socket.end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const writes = new JoinedWrites(socket, source);
  await write(socket, () => writes.unsentBytes);
  socket.end();
  await once(socket.resume(), 'close');
  server.close();
  return text;
}

joining('bytes are joined unharmed', async () => {
  const text = await written((socket) => {
    socket.cork();
    socket.write('head\r\n', 'latin1');
    socket.write(Buffer.from([0, 128, 255, 10]));
    socket.uncork();
    socket.write('tail', 'latin1');
  });

  assert.is(text, 'head\r\n\x00\x80\xff\ntail');
});

joining('fields are set into the next head, once', async () => {
  const fields = ['A: b\r\n'];
  const source = { takeFields: () => fields.shift() ?? '' };
  const head = 'GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n';
  const text = await written((socket) => {
    socket.write(head, 'latin1');
    socket.write('tail', 'latin1');
  }, source);

  assert.is(text, 'GET / HTTP/1.1\r\nhost: a\r\nA: b\r\nconnection: close\r\n\r\ntail');
});

joining('large pieces keep their place', async () => {
  const text = await written((socket) => {
    socket.cork();
    socket.write('head', 'latin1');
    socket.write(Buffer.alloc(100_000, 'x'));
    socket.write('end', 'latin1');
    socket.uncork();
  });

  assert.is(text.length, 100_007);
  assert.ok(text.startsWith('headx') && text.endsWith('xend'));
});

joining('what waits to leave is counted until it has left', async () => {
  const counted: number[] = [];
  await written(async (socket, waiting) => {
    socket.cork();
    socket.write('head', 'latin1');
    socket.write(Buffer.from('body'));
    socket.uncork();
    counted.push(waiting());
    await setImmediate();
    counted.push(waiting());
  });

  assert.equal(counted, [8, 0]);
});

joining('a message has left when any of it was given to the kernel', async () => {
  const told: boolean[] = [];
  const socket = new Socket();
  Object.assign(socket, {
    _write: (_chunk: unknown, _encoding: unknown, done: () => void) => done(),
  });
  const writes = new JoinedWrites(socket, nothing);
  const next = (chunk: string | Buffer): void => {
    writes.begin();
    told.push(writes.left);
    socket.write(chunk, 'latin1');
    told.push(writes.left);
  };
  next('small');
  await setImmediate();
  told.push(writes.left);
  next('x'.repeat(20_000));
  next(Buffer.alloc(20_000));

  assert.equal(told, [false, false, true, false, true, false, true]);
});

joining('who writes too much is told so, and told when there is room', async () => {
  let answers: readonly boolean[] = [];
  await written((socket) => {
    answers = Array.from({ length: 2000 }, () => {
      socket.cork();
      const flowing = socket.write(Buffer.alloc(16_000));
      socket.uncork();
      return flowing;
    });
    return once(socket, 'drain');
  });

  assert.is(answers[0], true);
  assert.is(answers.at(-1), false);
});

/** A socket whose kernel takes what is written when it is told to. */
function slowSocket(): { readonly socket: Socket; readonly writes: JoinedWrites; take(): void } {
  const socket = new Socket();
  const untaken: (() => void)[] = [];
  Object.assign(socket, {
    _write: (_chunk: unknown, _encoding: unknown, done: () => void) => untaken.push(done),
    _writev: (_chunks: unknown, done: () => void) => untaken.push(done),
  });
  const writes = new JoinedWrites(socket, nothing);
  return { socket, writes, take: () => untaken.shift()?.() };
}

joining('who is told to wait hears of it, though the stream itself refuses nothing', async () => {
  const { socket, take } = slowSocket();
  const refused: boolean[] = [];
  socket.write(Buffer.alloc(socket.writableHighWaterMark - 6000));
  refused.push(!socket.write('x'.repeat(8000), 'latin1'));
  take();

  await once(socket, 'drain');

  assert.equal(refused, [true]);
  socket.destroy();
});

joining('a large piece is unsent, and its writer waits, until the kernel has it', () => {
  const { socket, writes, take } = slowSocket();
  let drained = 0;
  socket.on('drain', () => {
    drained += 1;
  });
  socket.cork();
  socket.write('head', 'latin1');
  const flowing = socket.write(Buffer.alloc(100_000));
  socket.uncork();
  const before = [flowing, writes.unsentBytes, drained];
  take();

  assert.equal(before, [false, 100_004, 0]);
  assert.equal([writes.unsentBytes, drained], [0, 1]);
  socket.destroy();
});

joining('what is written behind a large piece waits for it', () => {
  const { socket, writes, take } = slowSocket();
  socket.write(Buffer.alloc(100_000));
  socket.cork();
  const flowing = socket.write(Buffer.alloc(70_000));
  socket.uncork();
  const unsent = [writes.unsentBytes];
  take();
  unsent.push(writes.unsentBytes);
  take();

  assert.is(flowing, false);
  assert.equal(unsent, [170_000, 70_000]);
  socket.destroy();
});

joining('a large piece that is taken at once keeps nobody waiting', async () => {
  let flowing = false;
  const text = await written((socket, waiting) => {
    socket.cork();
    flowing = socket.write(Buffer.alloc(100_000, 'x')) && waiting() === 0;
    socket.uncork();
  });

  assert.equal([flowing, text.length], [true, 100_000]);
});

joining.run();
