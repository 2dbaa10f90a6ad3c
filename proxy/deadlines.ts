/** Something that must not wait for ever. */
export interface Watched {
  /** When it is over, in ms of the clock given to {@link Deadlines}: read by every sweep. */
  readonly dueAt: number;
  /** Its place among all that are watched; only {@link Deadlines} writes it. */
  slot?: number;
  /** Called once after that. */
  expire(): void;
}

/** How late a deadline may be noticed; twice that where its start is read at a sweep too. */
const sweepEveryMs = 25;

/**
 * Looks after the deadlines of all exchanges with one timer: a deadline that moves with every byte
 * costs an assignment instead of a timer operation.
 *
 * A plain array, not a Set: a Set that lives long leaves its outgrown tables behind, and what these
 * still name is kept by every young collection. That made young collections four times as dear.
 */
export class Deadlines {
  readonly #now: () => number;
  readonly #watched: Watched[] = [];
  #timer: NodeJS.Timeout | undefined;

  /** @param now  a monotonic clock in ms */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Begins to watch; the one timer runs while there is something to watch. */
  add(watched: Watched): void {
    watched.slot = this.#watched.length;
    this.#watched.push(watched);
    this.#timer ??= setInterval(() => this.sweep(), sweepEveryMs);
  }

  /** Ends watching. */
  delete(watched: Watched): void {
    const { slot } = watched;
    if (slot === undefined || this.#watched[slot] !== watched) return;
    const last = this.#watched.pop();
    if (last === undefined || last === watched) return;
    this.#watched[slot] = last;
    last.slot = slot;
  }

  /** How many are watched. */
  get size(): number {
    return this.#watched.length;
  }

  /** Expires what is due. */
  sweep(): void {
    if (this.#watched.length === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      return;
    }
    const now = this.#now();
    // Backwards: one that goes is replaced by the last, which had its turn.
    for (let i = this.#watched.length - 1; i >= 0; i -= 1) {
      const watched = this.#watched[i];
      if (watched !== undefined && now >= watched.dueAt) watched.expire();
    }
  }
}
