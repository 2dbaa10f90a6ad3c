import type { Settings } from '../settings.ts';

/**
 * Whom an exchange waits for: the client's `body`, its `turn` at a peer, a `connection` to a peer, a peer's `response`,
 * `pace` to go on in, the `client` to take what it is sent, or a client that still sends after its answer (`farewell`).
 */
export type Wait = 'pace' | 'body' | 'turn' | 'connection' | 'response' | 'client' | 'farewell';

/** How long a client may still send after an early answer. */
const farewellMs = 2000;

/** When the present wait of an exchange is over. */
export class Patience {
  readonly #settings: Settings;
  readonly #now: () => number;
  #wait: Wait = 'client';
  #dueAt = Number.POSITIVE_INFINITY;
  #moved = false;

  /** @param now  a monotonic clock in ms */
  constructor(settings: Settings, now: () => number) {
    this.#settings = settings;
    this.#now = now;
  }

  /** Whom the exchange waits for. */
  get wait(): Wait {
    return this.#wait;
  }

  /**
   * Counts from the first look after the last progress: a deadline that moves with every byte reads
   * no clock, and is never early.
   */
  get dueAt(): number {
    if (this.#moved) {
      this.#moved = false;
      this.#dueAt = this.#now() + timeoutMs(this.#settings, this.#wait);
    }
    return this.#dueAt;
  }

  /** There was progress; from now on this is waited for. */
  begin(wait: Wait): void {
    this.#wait = wait;
    this.#moved = true;
  }

  /** From now on this is waited for, so long and no longer. */
  beginFor(wait: Wait, ms: number): void {
    this.#wait = wait;
    this.#moved = false;
    this.#dueAt = this.#now() + ms;
  }

  /** Nothing is waited for until the next beginning. */
  end(): void {
    this.#moved = false;
    this.#dueAt = Number.POSITIVE_INFINITY;
  }
}

/** The longest time that a wait may last without progress, in ms. */
export function timeoutMs(settings: Settings, wait: Wait): number {
  switch (wait) {
    case 'body':
      return settings.bodyTimeoutMs;
    case 'turn':
      return settings.queueTimeoutMs;
    case 'connection':
      return settings.connectTimeoutMs;
    case 'response':
      return settings.responseTimeoutMs;
    case 'client':
      return settings.sendTimeoutMs;
    case 'farewell':
      return farewellMs;
    case 'pace':
      return 0;
  }
}
