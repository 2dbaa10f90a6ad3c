import type { Socket } from 'node:net';
import { Writable } from 'node:stream';

const { cork, uncork } = Writable.prototype;

/**
 * Writes a latin1 text past a socket's stream, whose own bookkeeping costs a small message as much
 * as the system call. Only where nothing waits in the stream; what is written after it waits there
 * until the kernel has taken the text. A failure destroys the socket, as the stream's would.
 *
 * @param whenTaken  called when the kernel has all of it: before this returns, as a rule
 * @returns          false where the stream is not free, and nothing was done
 */
export function writeThrough(socket: Socket, text: string, whenTaken?: () => void): boolean {
  if (!socket.writable || socket.writableLength > 0 || socket.writableCorked > 0) return false;
  let taken = false;
  let corked = false;
  // What streams write by (node:stream, "Implementing a writable stream").
  socket._write(text, 'latin1', (error) => {
    taken = true;
    // Other ones may stand in the socket itself.
    if (corked) uncork.call(socket);
    if (error) socket.destroy(error);
    else whenTaken?.();
  });
  if (taken) return true;
  corked = true;
  cork.call(socket);
  return true;
}
