import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** The two connections of a tunnel, and who hears of it. */
export interface TunnelOptions {
  readonly client: Duplex;
  readonly peer: Duplex;
  /** The peer's id. */
  readonly peerId: string;
  /** Bytes moved. */
  readonly onProgress: () => void;
  /** Both connections are closed. */
  readonly onClose: () => void;
}

/** Idle connections whose other end has vanished are found out after this and a few probes. */
const keepAliveMs = 60_000;

/**
 * Carries bytes between a client and a peer that have left HTTP (RFC 9110 §7.8), neither faster
 * than it is taken. The end of one direction is passed on and leaves the other open; a connection
 * that breaks breaks the other.
 */
export class Tunnel {
  readonly peerId: string;
  readonly #client: Duplex;
  readonly #peer: Duplex;
  readonly #options: TunnelOptions;
  #receivedBytes = 0;
  #sentBytes = 0;
  #open = 2;

  constructor(options: TunnelOptions) {
    const { client, peer, peerId } = options;
    this.#options = options;
    this.#client = client;
    this.#peer = peer;
    this.peerId = peerId;
    for (const end of [client, peer]) {
      prepare(end);
      end.on('error', () => undefined);
      end.on('close', () => this.#noteClose());
    }
    this.#carry(client, peer, (sizeBytes) => {
      this.#receivedBytes += sizeBytes;
    });
    this.#carry(peer, client, (sizeBytes) => {
      this.#sentBytes += sizeBytes;
    });
  }

  /** Bytes from the client so far. */
  get receivedBytes(): number {
    return this.#receivedBytes;
  }

  /** Bytes to the client so far. */
  get sentBytes(): number {
    return this.#sentBytes;
  }

  /** Ends it at once. */
  close(): void {
    this.#client.destroy();
    this.#peer.destroy();
  }

  #carry(from: Duplex, to: Duplex, count: (sizeBytes: number) => void): void {
    const end = (): void => {
      to.end();
    };
    from.on('data', (chunk: Buffer) => {
      count(chunk.length);
      this.#options.onProgress();
      if (!to.write(chunk)) from.pause();
    });
    to.on('drain', () => {
      this.#options.onProgress();
      from.resume();
    });
    from.on('end', end);
    from.on('close', () => {
      if (!from.readableEnded) breakOff(to);
    });
    // What ended before is heard of no more.
    if (from.readableEnded) end();
    else from.resume();
  }

  #noteClose(): void {
    this.#open -= 1;
    if (this.#open === 0) this.#options.onClose();
  }
}

function prepare(end: Duplex): void {
  end.allowHalfOpen = true;
  if (!(end instanceof Socket)) return;
  // Small frames of a dialogue must not wait for one another's receipt.
  end.setNoDelay(true);
  end.setKeepAlive(true, keepAliveMs);
}

/** Ends a connection so that its other end can tell it from an orderly end. */
function breakOff(end: Duplex): void {
  if (end.destroyed) return;
  if (end instanceof Socket) end.resetAndDestroy();
  else end.destroy();
}
