import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { SharedFields } from '../../../proxy/shared-fields.ts';
import { flushAtTurnEnd } from '../../../proxy/turn-end.ts';
import type { AttemptHandler } from '../../../proxy/upstream/attempt.ts';
import { Connection } from '../../../proxy/upstream/connection.ts';
import { PeerUrl } from '../../../proxy/upstream/peer-url.ts';
import { plain, startBackend } from '../../support/backend.ts';
import { startDeafPeer } from '../../support/deaf-peer.ts';
import { eventually } from '../../support/eventually.ts';
import { listenOnFreePort } from '../../support/ports.ts';

const connections = suite('connections to peers');

/** A connection that nobody keeps. @param address  such as `127.0.0.1:8001` */
function connectionTo(address: string): Connection {
  const owner = { onIdle: () => undefined, onLost: () => undefined };
  return new Connection(new PeerUrl(`http://${address}`), 1000, owner);
}

/** Hears that the request goes out, and of the answer's end. */
function handler(onSent: () => void, onEnd: () => void): AttemptHandler {
  return {
    onSent,
    onInterim: () => undefined,
    onSwitched: () => undefined,
    onHead: () => true,
    onData: () => 'spent',
    onEnd,
    onFailure: (failure) => assert.unreachable(failure.message),
  };
}

connections(
  'a piece of a body is unsent until it has left, though no stream holds it',
  async () => {
    const server = createServer((socket) => {
      socket.on('data', (bytes) => {
        if (bytes.includes('last')) socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
      });
    });
    const port = await listenOnFreePort(server);
    const connection = connectionTo(`127.0.0.1:${port}`);
    const body = new Readable({ read: () => undefined });
    const fields = ['Host', 'a', 'Content-Length', '8'];
    const request = { method: 'PUT', path: '/', fields, shared: new SharedFields([]), body };
    let sent = (): void => undefined;
    let end = (): void => undefined;
    const begun = new Promise<void>((resolve) => {
      sent = resolve;
    });
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    connection.begin({ ...request, upgrade: null }, handler(sent, end));
    await begun;
    const taken = once(body, 'data');
    body.push('1st ');
    await taken;
    const unsent = [connection.unsentBytes];
    await setImmediate();
    unsent.push(connection.unsentBytes);
    body.push('last');
    body.push(null);
    await ended;

    assert.ok((unsent[0] ?? 0) > 4, `${unsent[0]} bytes`);
    assert.is(unsent[1], 0);
    connection.destroy();
    server.close();
  },
);

const answer = plain(200, '');

/** Asks, and tells what became of it. @param more  hears of the answer as well */
function asked(
  connection: Connection,
  method: string,
  body: Buffer | null,
  more: Partial<AttemptHandler> = {},
): Promise<string> {
  const shared = new SharedFields([]);
  const fields = ['Host', 'a', ...(body === null ? [] : ['Content-Length', String(body.length)])];
  return new Promise((resolve) => {
    connection.begin(
      { method, path: '/', fields, shared, body, upgrade: null },
      {
        ...handler(
          () => undefined,
          () => resolve('answered'),
        ),
        onFailure: ({ error }) => resolve(`${error}, ${connection.left ? 'left' : 'not left'}`),
        ...more,
      },
    );
  });
}

/** Asks a second time on one connection. */
async function askedAgain({
  body = null,
  sameTurn = false,
  meanwhile = () => undefined,
}: {
  readonly body?: Buffer | null;
  /** Whether it is the turn in which the first answer came. */
  readonly sameTurn?: boolean;
  /** What the peer does between the question and the turn's end. */
  readonly meanwhile?: (socket: Socket) => unknown;
}): Promise<{ readonly outcome: string; readonly requests: number; readonly waited: boolean }> {
  const sockets: Socket[] = [];
  const backend = await startBackend((_request, socket) => {
    sockets.push(socket);
    socket.write(answer);
  });
  const connection = connectionTo(backend.address);
  await asked(connection, 'GET', null);
  if (!sameTurn) {
    // As the answer leaves for its client.
    flushAtTurnEnd({ flush: () => undefined });
    await setImmediate();
  }
  const outcome = asked(connection, body === null ? 'GET' : 'PUT', body);
  const waited = !connection.sent;
  for (const socket of sockets) meanwhile(socket);
  const result = { outcome: await outcome, requests: sockets.length, waited };
  connection.destroy();
  await backend.close();
  return result;
}

const large = Buffer.alloc(100_000, 'x');

connections('requests on a used connection are answered, small and large', async () => {
  for (const question of [{}, { body: large }, { sameTurn: true }]) {
    const { outcome, requests } = await askedAgain(question);

    assert.equal([outcome, requests], ['answered', 2]);
  }
});

// Deno reads and writes beside the loop: what a peer sends in a turn is not known by its end.
if (!('Deno' in globalThis)) {
  connections('a small request goes on a used connection in its turn', async () => {
    assert.is((await askedAgain({})).waited, false);
    assert.is((await askedAgain({ body: Buffer.alloc(1000, 'x') })).waited, false);
  });

  connections('a large one, and one in the turn of the last answer, wait for reads', async () => {
    assert.is((await askedAgain({ body: large })).waited, true);
    assert.is((await askedAgain({ sameTurn: true })).waited, true);
  });

  connections('what comes before a request has left is no answer to it', async () => {
    for (const bytes of [answer, 'HTTP/1.1 2', 'HTTP/1.1 103 Early Hints\r\n\r\n']) {
      for (const body of [null, large]) {
        const { outcome, requests } = await askedAgain({
          body,
          meanwhile: (socket) => socket.write(bytes),
        });

        assert.equal([outcome, requests], ['connection_terminated, not left', 1]);
      }
    }
  });

  connections('a peer that closes before a request has left has not seen it', async () => {
    for (const meanwhile of [
      (socket: Socket) => socket.end(),
      (socket: Socket) => socket.destroy(),
    ]) {
      const { outcome, requests } = await askedAgain({ meanwhile });

      assert.equal([outcome, requests], ['connection_terminated, not left', 1]);
    }
  });
}

connections(
  'an attempt that is given up before it has a connection leaves none half open',
  async () => {
    const peer = await startDeafPeer();
    const connection = connectionTo(`127.0.0.1:${peer.port}`);
    try {
      void asked(connection, 'GET', null);
      await eventually('it wants a connection', async () => (await peer.halfOpen()) === 1);

      connection.abort();

      await eventually('it wants none', async () => (await peer.halfOpen()) === 0);
    } finally {
      await peer.stop();
    }
  },
);

connections(
  'a reader that is full when it is asked again does not keep an answer from its end',
  async () => {
    const sockets: Socket[] = [];
    const backend = await startBackend((_request, socket) => {
      sockets.push(socket);
      socket.write('HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nabc');
    });
    const connection = connectionTo(backend.address);
    const told: string[] = [];
    void asked(connection, 'GET', null, {
      onData: (bytes) => {
        told.push(bytes.toString());
        return 'full';
      },
      onEnd: () => told.push('end'),
    });
    await eventually('its body begins', () => told.length > 0);

    connection.resume();
    sockets[0]?.end();

    await eventually('it ends', () => told.includes('end'));
    assert.equal(told, ['abc', 'end']);
    await backend.close();
  },
);

connections.run();
