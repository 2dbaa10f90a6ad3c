import { connect, type OnReadOpts, type Socket } from 'node:net';

/** How long a connection may be silent before the kernel asks whether its peer is there, in ms. */
const keepAliveAfterMs = 60_000;

/** Where to connect to, as undici says it. */
export interface Place {
  /** A name or an address; IPv6 without brackets. */
  readonly hostname: string;
  /** Empty for 80, as in a URL. */
  readonly port: string;
}

/** How to read and write as well. */
export interface SocketPlan extends Place {
  /** Default: it is read as any stream. */
  readonly onread?: OnReadOpts;
  /** What may wait in it, in bytes, before a writer is told so. Default: Node's. */
  readonly highWaterMark?: number;
}

/** Hears once: of the open socket, or why there is none. */
export type Opened = (
  ...outcome: [error: Error, socket: null] | [error: null, socket: Socket]
) => void;

/**
 * Opens a socket for undici. Its own `buildConnector` prepares for TLS and for time limits, with a registry
 * of what is to be finalised, for each connection anew.
 *
 * @returns  what is being opened; destroyed before it is open, nobody hears of it
 */
export function openSocket({ hostname, port, ...plan }: SocketPlan, onOpened: Opened): Socket {
  const socket = connect({ ...plan, host: hostname, port: Number(port || 80) });
  let settled = false;
  socket.once('connect', () => {
    settled = true;
    socket.setNoDelay(true);
    socket.setKeepAlive(true, keepAliveAfterMs);
    onOpened(null, socket);
  });
  // It stays, so that no error of a socket that nobody listens to any more ends the process.
  socket.on('error', (error) => {
    if (settled) return;
    settled = true;
    onOpened(error, null);
  });
  return socket;
}
