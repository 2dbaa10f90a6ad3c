import { createServer, type Server, type Socket } from 'node:net';
import type { ClientContext } from './client-context.ts';
import type { ClientOrigin } from './client-stream.ts';
import type { ClientConnections } from './connections.ts';
import { Http1Connection } from './http1/http1-connection.ts';

/** The server that clients talk to in plain HTTP/1; it never listens by itself. */
export function createClientServer(context: ClientContext, connections: ClientConnections): Server {
  // A client may end its side and still wait for its answer.
  const options = { allowHalfOpen: true, noDelay: true, highWaterMark: 65_537 };
  return createServer(options, (socket) => {
    const origin = originOf(socket, 'http');
    if (!letIn(socket, origin, context)) return;
    connections.add(new Http1Connection(socket, origin, context));
  });
}

/** Closes a connection that is one too many, without a word. @returns whether it may stay */
export function letIn(
  socket: Socket,
  { address }: ClientOrigin,
  { limits }: Pick<ClientContext, 'limits'>,
): boolean {
  const key = limits.enter(address);
  if (key === undefined) socket.destroy();
  // It comes once; to have it said costs a tenth of what a connection keeps in memory.
  else socket.on('close', () => limits.leave(key));
  return key !== undefined;
}

/** Where a connection comes from. */
export function originOf(socket: Socket, scheme: ClientOrigin['scheme']): ClientOrigin {
  const address = socket.remoteAddress ?? '';
  return {
    // A socket that listens on both families writes IPv4 addresses the long way.
    address: address.startsWith('::ffff:') ? address.slice(7) : address,
    localPort: socket.localPort ?? 0,
    scheme,
  };
}
