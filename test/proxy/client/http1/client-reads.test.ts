import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type ClientReads, readInto } from '../../../../proxy/client/http1/client-reads.ts';

const clientReads = suite('client reads');

/** An accepted connection that is read into memory of ours. */
interface Accepted {
  readonly client: Socket;
  readonly socket: Socket;
  readonly reads: ClientReads;
  /** Resolves to all that was read once it is so long. */
  taken(length: number): Promise<string>;
}

async function withAccepted(play: (accepted: Accepted) => Promise<void>): Promise<void> {
  const server = createServer({ allowHalfOpen: true });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const client = connect(typeof address === 'object' ? (address?.port ?? 0) : 0, '127.0.0.1');
  const [socket]: Socket[] = await once(server, 'connection');
  try {
    if (socket === undefined) throw new Error('nothing was accepted');
    await play({ client, socket, ...reading(socket) });
  } finally {
    client.destroy();
    socket?.destroy();
    server.close();
  }
}

function reading(socket: Socket): Pick<Accepted, 'reads' | 'taken'> {
  let text = '';
  let onMore = (): void => undefined;
  const reads = readInto(socket, {
    receiving: true,
    take: (chunk) => {
      text += chunk.toString('latin1');
      onMore();
    },
  });
  if (reads === undefined) throw new Error('this runtime does not let an accepted socket be read');
  const taken = async (length: number): Promise<string> => {
    while (text.length < length) {
      await new Promise<void>((resolve) => {
        onMore = resolve;
      });
    }
    return text;
  };
  return { reads, taken };
}

clientReads('what comes is given to the reader', async () => {
  await withAccepted(async ({ client, taken }) => {
    const large = 'abcdefg'.repeat(100_000);
    client.write(large);

    assert.is(await taken(large.length), large);
  });
});

clientReads('a pause holds back what comes', async () => {
  await withAccepted(async ({ client, socket, taken }) => {
    client.write('one');
    await taken(3);
    socket.pause();
    client.write('two');
    const early = await Promise.race([taken(6), new Promise((resolve) => setTimeout(resolve, 50))]);

    socket.resume();

    assert.is(early, undefined);
    assert.is(await taken(6), 'onetwo');
  });
});

clientReads('the end of the client is heard', async () => {
  await withAccepted(async ({ client, socket, taken }) => {
    client.end('last');

    await once(socket, 'end');

    assert.is(await taken(4), 'last');
  });
});

clientReads('a released socket is a stream as any other', async () => {
  await withAccepted(async ({ client, socket, reads, taken }) => {
    client.write('head');
    await taken(4);

    reads.release();
    socket.unshift(Buffer.from('ahead '));
    client.end('body');

    const pieces: Buffer[] = [];
    for await (const piece of socket) pieces.push(piece);
    assert.is(Buffer.concat(pieces).toString(), 'ahead body');
    assert.is(await taken(4), 'head');
  });
});

clientReads('what nobody reads any more is thrown away', async () => {
  await withAccepted(async ({ client, socket, reads, taken }) => {
    client.write('head');
    await taken(4);

    reads.discard();
    client.end('x'.repeat(1_000_000));

    await once(socket, 'end');
    assert.is(await taken(4), 'head');
  });
});

clientReads.run();
