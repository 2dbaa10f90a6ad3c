import { once } from 'node:events';
import { createServer } from 'node:net';
import { Readable } from 'node:stream';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { SharedFields } from '../../../proxy/shared-fields.ts';
import type { AttemptHandler } from '../../../proxy/upstream/attempt.ts';
import { Connection } from '../../../proxy/upstream/connection.ts';
import { listenOnFreePort } from '../../support/ports.ts';

const connections = suite('connections to peers');

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
    const owner = { onIdle: () => undefined, onLost: () => undefined };
    const connection = new Connection(`http://127.0.0.1:${port}`, 1000, owner);
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
    await new Promise((resolve) => setImmediate(resolve));
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

connections.run();
