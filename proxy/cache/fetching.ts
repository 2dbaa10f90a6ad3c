import type { Keeping } from './keeping.ts';

/** A request that is being answered by a peer, from its beginning to its end. */
export class Fetching {
  readonly key: string;
  /** When the peer was asked, in ms of the monotonic clock. */
  readonly sentAt: number;
  /** Its answer, if it is on its way into the cache. */
  keeping: Keeping | undefined;
  #outdated = false;

  constructor(key: string, sentAt: number) {
    this.key = key;
    this.sentAt = sentAt;
  }

  /** Whether something was changed meanwhile: the answer may show what was before. */
  get outdated(): boolean {
    return this.#outdated;
  }

  /** Something was changed. */
  outdate(): void {
    this.#outdated = true;
    this.keeping?.cancel();
  }
}
