import { createHash } from 'node:crypto';
import { type RecentlyUsed, recentlyUsed } from './recently-used.ts';

/** A finished answer. */
export interface Answer {
  readonly body: Buffer;
  /** How it came about: computed now, from memory, or by waiting for an equal request. */
  readonly origin: 'computed' | 'cached' | 'shared';
}

/** How often answers did not need computing. */
export interface AnswerCounts {
  computed: number;
  cached: number;
  shared: number;
}

/**
 * Answers each question once: equal questions that arrive together share one computation, later
 * ones are answered from memory, bounded in bytes, least recently used out first.
 */
export class Answers {
  readonly counts: AnswerCounts = { computed: 0, cached: 0, shared: 0 };
  readonly #finished: RecentlyUsed<Buffer>;
  readonly #running = new Map<string, Promise<Buffer>>();

  /** @param maxBytes  of all kept bodies together; 0 keeps none */
  constructor(maxBytes: number) {
    this.#finished = recentlyUsed(maxBytes, (body) => body.length);
  }

  /**
   * The answer under `key`, by `compute` if need be. A failure reaches everybody who waits for it
   * and is not kept.
   *
   * @param key  must tell apart all that the answer depends on
   */
  async answer(key: string, compute: () => Promise<Buffer>): Promise<Answer> {
    const finished = this.#finished.get(key);
    if (finished !== undefined) {
      this.counts.cached += 1;
      return { body: finished, origin: 'cached' };
    }
    const running = this.#running.get(key);
    if (running !== undefined) {
      this.counts.shared += 1;
      return { body: await running, origin: 'shared' };
    }
    this.counts.computed += 1;
    return { body: await this.#run(key, compute), origin: 'computed' };
  }

  async #run(key: string, compute: () => Promise<Buffer>): Promise<Buffer> {
    const run = compute();
    this.#running.set(key, run);
    try {
      const body = await run;
      this.#finished.set(key, body);
      return body;
    } finally {
      this.#running.delete(key);
    }
  }
}

/** A key for {@link Answers} and for ETags: a hash of everything that `parts` hold. */
export function contentKey(parts: unknown): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 27);
}
