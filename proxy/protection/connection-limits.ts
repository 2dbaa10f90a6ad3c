import type { DenialReason } from '../errors.ts';
import type { ClientKeys } from './client-key.ts';
import { Occupancy } from './occupancy.ts';
import type { Refusals } from './refusals.ts';

/** How many connections there may be; 0 = any number. */
export interface ConnectionBounds {
  /** Of all clients together. */
  readonly maxClients: number;
  /** Of one client. */
  readonly clientConnections: number;
}

/** What connections are judged by. */
export interface ConnectionLimitsParts {
  readonly keys: Pick<ClientKeys, 'of'>;
  /** Whether an address speaks for many clients, so that its connections are not one client's. */
  readonly speaksForMany: (address: string) => boolean;
  /** Closes a connection that nobody uses. @returns false where there is none */
  readonly makeRoom: () => boolean;
  readonly refusals: Pick<Refusals, 'note'>;
}

/** Counts open connections, and decides at once whether another may be opened. */
export class ConnectionLimits {
  readonly #parts: ConnectionLimitsParts;
  readonly #clients = new Occupancy();
  #bounds: ConnectionBounds;
  #open = 0;

  constructor(bounds: ConnectionBounds, parts: ConnectionLimitsParts) {
    this.#bounds = bounds;
    this.#parts = parts;
  }

  /** How many connections are open. */
  get open(): number {
    return this.#open;
  }

  /** Takes other bounds from now on; what is open stays open. */
  rebound(bounds: ConnectionBounds): void {
    this.#bounds = bounds;
  }

  /**
   * A client has connected.
   *
   * @returns what {@link leave} is to be given when it is gone; undefined = it is not let in
   */
  enter(address: string): string | undefined {
    const { maxClients, clientConnections } = this.#bounds;
    const key = this.#parts.speaksForMany(address) ? '' : this.#parts.keys.of(address);
    if (key !== '' && clientConnections > 0 && this.#clients.of(key) >= clientConnections) {
      return this.#refuse('connections', address);
    }
    // One that was closed for another's sake may count for a moment yet.
    const full = maxClients > 0 && this.#open >= maxClients;
    if (full && !this.#parts.makeRoom()) return this.#refuse('all_connections', address);
    this.#open += 1;
    if (key !== '') this.#clients.enter(key);
    return key;
  }

  /** The connection is gone. @param key  what {@link enter} gave */
  leave(key: string): void {
    this.#open -= 1;
    if (key !== '') this.#clients.leave(key);
  }

  #refuse(reason: DenialReason, client: string): undefined {
    this.#parts.refusals.note(reason, { client });
  }
}
