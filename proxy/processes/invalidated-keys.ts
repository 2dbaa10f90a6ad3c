/** How long keys are gathered, in ms: as long as what they name may still be served elsewhere. */
const gatherMs = 10;

/** Who is told, and when. */
export interface InvalidatedKeysOptions {
  readonly tell: (keys: readonly string[]) => void;
  /** Calls back after a time, in ms. */
  readonly later: (callback: () => void, delayMs: number) => void;
}

/**
 * Keys of the cache that an answer made invalid in one process, for the others to hear of. They are
 * told together and each once: a busy route of POSTs must not become a message each.
 */
export class InvalidatedKeys {
  readonly #options: InvalidatedKeysOptions;
  readonly #gathered = new Set<string>();

  constructor(options: InvalidatedKeysOptions) {
    this.#options = options;
  }

  /** Takes more of them. */
  add(keys: readonly string[]): void {
    const waits = this.#gathered.size > 0;
    for (const key of keys) this.#gathered.add(key);
    if (!waits && keys.length > 0) this.#options.later(() => this.#tell(), gatherMs);
  }

  #tell(): void {
    this.#options.tell([...this.#gathered]);
    this.#gathered.clear();
  }
}
