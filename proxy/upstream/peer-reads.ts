import type { OnReadOpts, Socket } from 'node:net';
import { ReadMemory } from '../read-memory.ts';

/**
 * Reads one connection of undici's into memory of ours (`onread` of net.connect) and gives it to
 * undici as the stream would: an event, and `read()` for as long as undici wants more.
 */
export class PeerReads {
  /** For net.connect. */
  readonly onread: OnReadOpts = {
    // The types leave out that with no answer it goes on with what it has (node:net, `onStreamRead`).
    buffer: () => this.#memory.change(this.#more()) as Buffer,
    callback: (sizeBytes) => this.#take(sizeBytes),
  };
  readonly #memory = new ReadMemory();
  readonly #more: () => boolean;
  #socket: Socket | undefined;
  #pending: Buffer | undefined;
  #delivering = false;
  /** Whether the socket reads; to ask its stream in vain would take its time. */
  #reading = false;
  /** Whether undici has asked for more than there was. */
  #wanted = false;
  #released = false;

  /** @param more  whether an answer's body is being read */
  constructor(more: () => boolean) {
    this.#more = more;
  }

  /** Makes a connected socket give undici what was read. */
  attach(socket: Socket): void {
    this.#socket = socket;
    const { read, unshift } = socket;
    socket.read = (sizeBytes?: number): unknown => {
      if (this.#released || sizeBytes !== undefined) return read.call(socket, sizeBytes);
      const pending = this.#pending;
      this.#pending = undefined;
      if (pending !== undefined) return pending;
      this.#wanted = true;
      if (this.#delivering || this.#reading) return null;
      // It had stopped, and reads on.
      this.#reading = true;
      return read.call(socket);
    };
    socket.unshift = (rest: Buffer, ...more: []): void => {
      if (this.#released) unshift.call(socket, rest, ...more);
      else if (rest.length > 0) this.#pending = rest;
    };
  }

  /** So many bytes of what was read last are needed no more. */
  spend(sizeBytes: number): void {
    this.#memory.spend(sizeBytes);
  }

  /** From now on the socket is a stream as any other. */
  release(): void {
    const socket = this.#socket;
    const pending = this.#pending;
    this.#pending = undefined;
    this.#released = true;
    if (socket === undefined) return;
    if (pending !== undefined) socket.unshift(pending);
    socket.read(0);
  }

  #take(sizeBytes: number): boolean {
    const socket = this.#socket;
    const bytes = this.#memory.read(sizeBytes, this.#released);
    if (this.#released && socket !== undefined) return socket.push(Buffer.from(bytes));
    this.#pending = bytes;
    this.#wanted = false;
    this.#delivering = true;
    socket?.emit('readable');
    this.#delivering = false;
    this.#reading = this.#wanted;
    return this.#wanted;
  }
}
