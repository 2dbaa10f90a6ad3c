import type { Socket } from 'node:net';

/** How many connections are looked at for an idle one: a flood must not make that dear. */
const roomSearchLimit = 64;

/** A connection of a client, whatever it speaks. */
export interface ClientConnection {
  readonly socket: Socket;
  /** Whether nothing is under way on it. */
  readonly idle: boolean;
  /** Lets it end what is under way and nothing more; closes it when it is idle. */
  drain(): void;
  /** Ends it with what is under way, so that its client can tell. */
  breakOff(): void;
}

/** All open connections of clients, and what went over them. */
export class ClientConnections {
  readonly #open = new Set<ClientConnection>();
  #accepted = 0;
  #closedReceivedBytes = 0;
  #closedSentBytes = 0;
  #draining = false;
  #onEmpty: (() => void) | undefined;

  /** A connection was opened. One whose handshake ends during a drain is drained with the others. */
  add(connection: ClientConnection): void {
    const { socket } = connection;
    this.#accepted += 1;
    this.#open.add(connection);
    socket.on('close', () => {
      this.#open.delete(connection);
      this.#closedReceivedBytes += socket.bytesRead;
      this.#closedSentBytes += socket.bytesWritten;
      if (this.#open.size === 0) this.#onEmpty?.();
    });
    if (this.#draining) connection.drain();
  }

  /** How many are open now. */
  get openCount(): number {
    return this.#open.size;
  }

  /** How many there were so far. */
  get accepted(): number {
    return this.#accepted;
  }

  /** Bytes that came from clients, heads and framing included. */
  get receivedBytes(): number {
    let bytes = this.#closedReceivedBytes;
    for (const { socket } of this.#open) bytes += socket.bytesRead;
    return bytes;
  }

  /** Bytes that went to clients, heads and framing included. */
  get sentBytes(): number {
    let bytes = this.#closedSentBytes;
    for (const { socket } of this.#open) bytes += socket.bytesWritten;
    return bytes;
  }

  /**
   * Closes one of the older connections on which nothing is under way. A client that comes back
   * connects anew; one that does not must keep nobody out.
   *
   * @returns whether there was one
   */
  makeRoom(): boolean {
    let seen = 0;
    for (const { idle, socket } of this.#open) {
      if (seen === roomSearchLimit) return false;
      seen += 1;
      if (!idle || socket.destroyed) continue;
      socket.destroy();
      return true;
    }
    return false;
  }

  /**
   * Breaks off what is still open after so long, in ms.
   *
   * @param onBegun  hears how many connections there are
   * @returns        what keeps them
   */
  breakOffAfter(ms: number, onBegun: (count: number) => void): () => void {
    const timer = setTimeout(() => {
      onBegun(this.#open.size);
      for (const connection of this.#open) connection.breakOff();
    }, ms);
    return () => clearTimeout(timer);
  }

  /** Closes what is idle, and the rest as soon as it has become so. */
  async drain(): Promise<void> {
    this.#draining = true;
    if (this.#open.size === 0) return;
    await new Promise<void>((resolve) => {
      this.#onEmpty = resolve;
      for (const connection of this.#open) connection.drain();
    });
  }
}
