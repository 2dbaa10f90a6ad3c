import type { Settings } from '../settings.ts';

/**
 * Whom an exchange waits for: the client's `body`, its `turn` at a peer, a `connection` to a peer, a peer's `response`,
 * `pace` to go on in, the `cache` to be filled by an equal request, the `client` to take what it is sent, either end
 * of a `tunnel`, or a client that still sends after its answer (`farewell`).
 */
export type Wait =
  | 'pace'
  | 'body'
  | 'turn'
  | 'connection'
  | 'response'
  | 'client'
  | 'cache'
  | 'tunnel'
  | 'farewell';

/**
 * What an exchange has waited for too long: `total` is itself, `silence` that of its peer, `whole` the rest of an
 * answer that is held.
 */
export type Expiry = Wait | 'total' | 'silence' | 'whole';

/** Who is asked by an attempt. */
interface Asked {
  /** Whether probes found that it hangs. */
  readonly silent: boolean;
}

/** After this others are looked for again, who could be asked in the place of a silent peer. */
const silenceLookMs = 250;

/** How long a client may still send after an early answer. */
const farewellMs = 2000;

/** When the present wait of an exchange is over. */
export class Patience {
  readonly #settings: Settings;
  readonly #now: () => number;
  #wait: Wait = 'client';
  #dueAt = Number.POSITIVE_INFINITY;
  #moved = false;
  /** When the attempt under way is over if no head has come. */
  #tryDueAt = Number.POSITIVE_INFINITY;
  #totalDueAt = Number.POSITIVE_INFINITY;
  /** When an answer that is held is the client's, whole or not. */
  #wholeDueAt = Number.POSITIVE_INFINITY;
  #asked: Asked | undefined;
  /** When the silence of who is asked is looked at. */
  #silenceDueAt = 0;

  /**
   * @param now        a monotonic clock in ms
   * @param startedAt  when the exchange began
   */
  constructor(settings: Settings, now: () => number, startedAt: number) {
    this.#settings = settings;
    this.#now = now;
    const { totalTimeoutMs } = settings.retry;
    if (totalTimeoutMs > 0) this.#totalDueAt = startedAt + totalTimeoutMs;
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
    // All was said to a client that still sends: the exchange as such is over.
    const totalDueAt = this.#wait === 'farewell' ? Number.POSITIVE_INFINITY : this.#totalDueAt;
    const dueAt = Math.min(this.#dueAt, this.#tryDueAt, this.#wholeDueAt, totalDueAt);
    return this.#asked?.silent ? Math.min(dueAt, this.#silenceDueAt) : dueAt;
  }

  /** There was progress; from now on this is waited for. */
  begin(wait: Wait): void {
    this.#wait = wait;
    this.#moved = true;
    if (wait !== 'response') this.#endTry();
  }

  /** From now on this is waited for, so long and no longer. */
  beginFor(wait: Wait, ms: number): void {
    this.begin(wait);
    this.#moved = false;
    this.#dueAt = this.#now() + ms;
  }

  /**
   * An attempt begins.
   *
   * @param whole  whether all of the request has come: only then is the time the peer's alone
   */
  beginTry(peer: Asked, whole: boolean): void {
    this.begin('connection');
    const { probe, retry } = this.#settings;
    const { tryTimeoutMs } = retry;
    if (whole && tryTimeoutMs > 0) this.#tryDueAt = this.#now() + tryTimeoutMs;
    if (!probe.abandons) return;
    this.#asked = peer;
    this.#silenceDueAt = 0;
  }

  /** The attempt's head has come, and is held so long. */
  beginHold(ms: number): void {
    this.begin('response');
    if (ms < Number.POSITIVE_INFINITY) this.#wholeDueAt = this.#now() + ms;
  }

  /** The attempt's head has come for good, and its body is waited for. */
  beginAnswer(): void {
    this.#endTry();
    this.begin('response');
  }

  /** Something is due. @returns what it is; it is not waited for any more, but for silence */
  expire(): Expiry {
    if (this.#asked?.silent && this.#now() >= this.#silenceDueAt) {
      this.#silenceDueAt = this.#now() + silenceLookMs;
      return 'silence';
    }
    if (this.#now() >= this.#wholeDueAt) {
      this.#wholeDueAt = Number.POSITIVE_INFINITY;
      return 'whole';
    }
    this.#endTry();
    this.#moved = false;
    this.#dueAt = Number.POSITIVE_INFINITY;
    if (this.#wait === 'farewell' || this.#now() < this.#totalDueAt) return this.#wait;
    this.#totalDueAt = Number.POSITIVE_INFINITY;
    return 'total';
  }

  #endTry(): void {
    this.#tryDueAt = Number.POSITIVE_INFINITY;
    this.#wholeDueAt = Number.POSITIVE_INFINITY;
    this.#asked = undefined;
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
    case 'cache':
      return settings.cache.waitTimeoutMs;
    case 'tunnel':
      return settings.tunnels.idleMs;
    case 'farewell':
      return farewellMs;
    case 'pace':
      return 0;
  }
}
