import { clearTimeout, setTimeout } from 'node:timers';

/** What waits for its next exchange. */
export interface Keepable {
  /** How long its peer lets it be idle, in ms; `Infinity` where the peer does not say. */
  readonly keptMs: number;
  destroy(): void;
}

/** How idle connections are kept. */
export interface IdleOptions {
  /** How long each is kept, in ms: read at every use. */
  readonly idleMs: number;
  /** A monotonic clock in ms. */
  readonly now: () => number;
}

/** How many are kept at most; the longest idle goes first. */
const idleLimit = 128;

/**
 * The idle connections to one peer. One timer looks after all: a timer for each, made and dropped
 * around every exchange, costs as much as a tenth of a request.
 */
export class IdleConnections<Connection extends Keepable> {
  readonly #options: IdleOptions;
  /** The longest idle first, each with when it is closed. */
  readonly #connections: Connection[] = [];
  readonly #dueAt: number[] = [];
  #timer: NodeJS.Timeout | undefined;
  /** When the timer is over. */
  #sweepAt = Number.POSITIVE_INFINITY;

  constructor(options: IdleOptions) {
    this.#options = options;
  }

  /** Keeps one for its next exchange; closes it where its peer is about to. */
  keep(connection: Connection): void {
    const { idleMs, now } = this.#options;
    const ms = Math.min(idleMs, connection.keptMs);
    if (ms <= 0) {
      connection.destroy();
      return;
    }
    const at = now();
    this.#connections.push(connection);
    this.#dueAt.push(at + ms);
    if (this.#connections.length > idleLimit) {
      this.#dueAt.shift();
      this.#connections.shift()?.destroy();
    }
    if (at + ms < this.#sweepAt) this.#sweepIn(ms, at);
  }

  /** Gives the one that was idle for the shortest time, if there is any. */
  take(): Connection | undefined {
    this.#dueAt.pop();
    return this.#connections.pop();
  }

  /** Closes one that was lost, if it is here. */
  forget(connection: Connection): void {
    const index = this.#connections.lastIndexOf(connection);
    if (index < 0) return;
    this.#dueAt.splice(index, 1);
    this.#connections.splice(index, 1);
    connection.destroy();
  }

  /** Closes all. */
  drop(): void {
    clearTimeout(this.#timer);
    this.#sweepAt = Number.POSITIVE_INFINITY;
    this.#dueAt.length = 0;
    for (const connection of this.#connections.splice(0)) connection.destroy();
  }

  #sweepIn(ms: number, now: number): void {
    clearTimeout(this.#timer);
    this.#sweepAt = now + ms;
    this.#timer = setTimeout(() => this.#sweep(), ms).unref();
  }

  /** Closes those whose time is over, and waits for the next of them. */
  #sweep(): void {
    const now = this.#options.now();
    // A timer may be over a fraction of a millisecond before its time.
    const due = this.#connections.filter((_, i) => (this.#dueAt[i] ?? 0) < now + 1);
    for (const connection of due) this.forget(connection);
    this.#sweepAt = Number.POSITIVE_INFINITY;
    const next = Math.min(...this.#dueAt);
    if (Number.isFinite(next)) this.#sweepIn(next - now, now);
  }
}
