import { createHash } from 'node:crypto';
import { Errand } from './errand.ts';
import { Abandoned } from './errors.ts';
import { type RecentlyUsed, recentlyUsed } from './recently-used.ts';

/** An answer that is there or will be. */
export interface Asked {
  /** How it comes about: computed now, from memory, or by waiting for an equal request. */
  readonly origin: 'computed' | 'cached' | 'shared';
  readonly body: Promise<Buffer>;
  /** The work for it, which others may be waiting for, too. */
  readonly errand: Errand;
  /** Waits no longer: work that nobody waits for is given up. Once is enough. */
  leave(): void;
}

/** How often answers did not need computing. */
export interface AnswerCounts {
  computed: number;
  cached: number;
  shared: number;
}

/** An answer that is being worked on. */
interface Flight {
  readonly body: Promise<Buffer>;
  readonly errand: Errand;
  waiting: number;
}

/**
 * Answers each question once: equal questions that arrive together share one computation, later
 * ones are answered from memory, bounded in bytes, least recently used out first.
 */
export class Answers {
  readonly counts: AnswerCounts = { computed: 0, cached: 0, shared: 0 };
  readonly #finished: RecentlyUsed<Buffer>;
  readonly #running = new Map<string, Flight>();
  readonly #now: () => number;

  /**
   * @param maxBytes  of all kept bodies together; 0 keeps none
   * @param now       a monotonic clock in ms
   */
  constructor(maxBytes: number, now: () => number) {
    this.#finished = recentlyUsed(maxBytes, (body) => body.length);
    this.#now = now;
  }

  /**
   * The answer under `key`, by `compute` if need be. A failure reaches everybody who waits for it
   * and is not kept.
   *
   * @param key  must tell apart all that the answer depends on
   */
  ask(key: string, compute: (errand: Errand) => Promise<Buffer>): Asked {
    const finished = this.#finished.get(key);
    if (finished !== undefined) {
      this.counts.cached += 1;
      const body = Promise.resolve(finished);
      return { origin: 'cached', body, errand: new Errand(this.#now), leave: () => undefined };
    }
    const running = this.#running.get(key);
    const origin = running === undefined ? 'computed' : 'shared';
    this.counts[origin] += 1;
    return this.#join(key, origin, running ?? this.#start(key, compute));
  }

  #join(key: string, origin: Asked['origin'], flight: Flight): Asked {
    let here = true;
    flight.waiting += 1;
    const leave = (): void => {
      if (!here) return;
      here = false;
      flight.waiting -= 1;
      if (flight.waiting > 0 || this.#running.get(key) !== flight) return;
      // Whoever asks the same from now on is not to be told that it was given up.
      this.#running.delete(key);
      flight.errand.giveUp(new Abandoned());
    };
    return { origin, body: flight.body, errand: flight.errand, leave };
  }

  #start(key: string, compute: (errand: Errand) => Promise<Buffer>): Flight {
    const errand = new Errand(this.#now);
    const body = compute(errand);
    const flight: Flight = { body, errand, waiting: 0 };
    const landed = (): void => {
      if (this.#running.get(key) === flight) this.#running.delete(key);
    };
    this.#running.set(key, flight);
    body.then(
      (bytes) => {
        this.#finished.set(key, bytes);
        landed();
      },
      // Whoever waits is told; perhaps nobody does.
      landed,
    );
    return flight;
  }
}

/** A key for {@link Answers} and for ETags: a hash of everything that `parts` hold. */
export function contentKey(parts: unknown): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 27);
}
