import type { Socket } from 'node:net';
import type { Deadlines, Watched } from '../../deadlines.ts';

/** How the first bytes are waited for. */
export interface FirstBytesOptions {
  readonly deadlines: Deadlines;
  /** A monotonic clock in ms. */
  readonly now: () => number;
  readonly timeoutMs: number;
  /** Some have come; they can still be read from the socket, which is paused. */
  readonly onBytes: (first: Buffer) => void;
}

/** Waits for a client to say something; one that does not is disconnected. */
export class FirstBytes implements Watched {
  slot = -1;
  readonly dueAt: number;
  readonly #socket: Socket;

  constructor(socket: Socket, { deadlines, now, timeoutMs, onBytes }: FirstBytesOptions) {
    this.#socket = socket;
    this.dueAt = now() + timeoutMs;
    deadlines.add(this);
    socket.on('error', () => undefined);
    socket.once('close', () => deadlines.delete(this));
    socket.once('data', (first: Buffer) => {
      deadlines.delete(this);
      socket.pause();
      socket.unshift(first);
      onBytes(first);
    });
  }

  expire(): void {
    this.#socket.destroy();
  }
}
