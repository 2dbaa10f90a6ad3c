/** Something that must not wait for ever. */
export interface Watched {
  /** When it is over, in ms of the clock given to {@link Deadlines}. */
  readonly dueAt: number;
  /** Called once after that. */
  expire(): void;
}

/** How late a deadline may be noticed. */
const sweepEveryMs = 50;

/**
 * Looks after the deadlines of all exchanges with one timer: a deadline that moves with every byte
 * costs an assignment instead of a timer operation.
 */
export class Deadlines {
  readonly #now: () => number;
  readonly #watched = new Set<Watched>();
  #timer: NodeJS.Timeout | undefined;

  /** @param now  a monotonic clock in ms */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Begins to watch; the one timer runs while there is something to watch. */
  add(watched: Watched): void {
    this.#watched.add(watched);
    this.#timer ??= setInterval(() => this.sweep(), sweepEveryMs);
  }

  /** Ends watching. */
  delete(watched: Watched): void {
    this.#watched.delete(watched);
  }

  /** How many are watched. */
  get size(): number {
    return this.#watched.size;
  }

  /** Expires what is due. */
  sweep(): void {
    if (this.#watched.size === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      return;
    }
    const now = this.#now();
    for (const watched of this.#watched) {
      if (now >= watched.dueAt) watched.expire();
    }
  }
}
