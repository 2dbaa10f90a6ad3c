import { connect, type OnReadOpts, type Socket } from 'node:net';

/** How long a connection may be silent before the kernel asks whether its peer is there, in ms. */
const keepAliveAfterMs = 60_000;

/** Where to connect to, and how to read and write. */
export interface SocketPlan {
  /** A name or an address; IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
  /** Default: it is read as any stream. */
  readonly onread?: OnReadOpts;
  /** What may wait in it, in bytes, before a writer is told so. Default: Node's. */
  readonly highWaterMark?: number;
}

/**
 * Opens a socket for undici. Its own `buildConnector` prepares for TLS and for time limits, with a registry
 * of what is to be finalised, for each connection anew.
 *
 * @param onSettled  hears once: of the open socket, or why there is none
 * @returns          what is being opened; destroyed before it is open, nobody hears of it
 */
export function openSocket(
  plan: SocketPlan,
  onSettled: (...outcome: [error: Error, socket: null] | [error: null, socket: Socket]) => void,
): Socket {
  const socket = connect(plan);
  let settled = false;
  socket.once('connect', () => {
    settled = true;
    socket.setNoDelay(true);
    socket.setKeepAlive(true, keepAliveAfterMs);
    onSettled(null, socket);
  });
  // It stays, so that no error of a socket that nobody listens to any more ends the process.
  socket.on('error', (error) => {
    if (settled) return;
    settled = true;
    onSettled(error, null);
  });
  return socket;
}
