import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** Counts a server's connections and their bytes on the wire: nothing is done for a request. */
export class ClientConnections {
  readonly #open = new Set<Socket>();
  #accepted = 0;
  #closedReceivedBytes = 0;
  #closedSentBytes = 0;

  constructor(server: Server) {
    server.on('connection', (socket: Socket) => {
      this.#accepted += 1;
      this.#open.add(socket);
      socket.once('close', () => this.#close(socket));
    });
  }

  /** Connections that are open now. */
  get open(): ReadonlySet<Socket> {
    return this.#open;
  }

  /** Connections so far. */
  get accepted(): number {
    return this.#accepted;
  }

  /** Bytes that came from clients, heads and framing included. */
  get receivedBytes(): number {
    let bytes = this.#closedReceivedBytes;
    for (const socket of this.#open) bytes += socket.bytesRead;
    return bytes;
  }

  /** Bytes that went to clients, heads and framing included. */
  get sentBytes(): number {
    let bytes = this.#closedSentBytes;
    for (const socket of this.#open) bytes += socket.bytesWritten;
    return bytes;
  }

  #close(socket: Socket): void {
    this.#open.delete(socket);
    this.#closedReceivedBytes += socket.bytesRead;
    this.#closedSentBytes += socket.bytesWritten;
  }
}
