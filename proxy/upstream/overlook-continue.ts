import type { Socket } from 'node:net';

/** An interim status that nobody has defined: it is passed over by whoever sees it. */
export const overlookedStatus = 199;

const start = 'HTTP/1.1 100';

const firstOfInterim = start.charCodeAt(9);

/**
 * Lets a peer say `100 Continue` though it was not asked for it, as it may (RFC 9110 §15.2): undici
 * takes that for the end of sense and the connection for broken. The bytes of the status are turned
 * into {@link overlookedStatus} before undici reads them, where they are the first of a read.
 *
 * @param awaited  whether the next bytes begin a head
 */
export function overlookContinue(socket: Socket, awaited: () => boolean): void {
  const { read } = socket;
  socket.read = (size?: number): unknown => {
    const chunk: unknown = read.call(socket, size);
    if (!Buffer.isBuffer(chunk) || chunk[9] !== firstOfInterim || !awaited()) return chunk;
    if (chunk.toString('latin1', 0, start.length) === start) {
      chunk.write(String(overlookedStatus), start.length - 3, 'latin1');
    }
    return chunk;
  };
}
