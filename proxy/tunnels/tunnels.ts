import { Tunnel, type TunnelOptions } from './tunnel.ts';

/** All tunnels, and what went through them. */
export class Tunnels {
  readonly #open = new Set<Tunnel>();
  #opened = 0;
  #closedReceivedBytes = 0;
  #closedSentBytes = 0;

  /** Joins two connections. */
  open(options: TunnelOptions): Tunnel {
    const tunnel = new Tunnel({
      ...options,
      onClose: () => {
        this.#note(tunnel);
        options.onClose();
      },
    });
    this.#open.add(tunnel);
    this.#opened += 1;
    return tunnel;
  }

  /** How many are open now. */
  get openCount(): number {
    return this.#open.size;
  }

  /** How many are open to one peer. @param peerId  its id */
  openTo(peerId: string): number {
    let count = 0;
    for (const tunnel of this.#open) if (tunnel.peerId === peerId) count += 1;
    return count;
  }

  /** How many there were so far. */
  get opened(): number {
    return this.#opened;
  }

  /** Bytes from clients. */
  get receivedBytes(): number {
    let bytes = this.#closedReceivedBytes;
    for (const { receivedBytes } of this.#open) bytes += receivedBytes;
    return bytes;
  }

  /** Bytes to clients. */
  get sentBytes(): number {
    let bytes = this.#closedSentBytes;
    for (const { sentBytes } of this.#open) bytes += sentBytes;
    return bytes;
  }

  /** Ends those that are still open after a while. @returns a function that calls it off */
  closeAfter(ms: number): () => void {
    const timer = setTimeout(() => this.close(), ms);
    return () => clearTimeout(timer);
  }

  /** Ends all that are open. */
  close(): void {
    for (const tunnel of this.#open) tunnel.close();
  }

  #note(tunnel: Tunnel): void {
    if (!this.#open.delete(tunnel)) return;
    this.#closedReceivedBytes += tunnel.receivedBytes;
    this.#closedSentBytes += tunnel.sentBytes;
  }
}
