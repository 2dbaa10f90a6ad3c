import type { Place } from './waiting-line.ts';

/** How an errand is getting on. */
export interface Progress {
  /** Whether its work has not begun. */
  readonly waiting: boolean;
  /** How many are to be done before it. */
  readonly ahead: number;
  /** Of all its work so far, in ms. */
  readonly expectedMs: number;
  /** Since its work began, in ms. */
  readonly ranMs: number;
}

/**
 * The work for one question: it can be given up, and tells how it is getting on. Whoever does the
 * work says what is to be expected of it.
 */
export class Errand {
  readonly #abort = new AbortController();
  readonly #now: () => number;
  #tellLong: () => void = () => undefined;
  #place: Place | undefined;
  #expectedMs = 0;
  #beganAt: number | undefined;

  /** Resolves once the work turns out too long to be waited for. */
  readonly long: Promise<void>;

  /** @param now  a monotonic clock in ms */
  constructor(now: () => number) {
    this.#now = now;
    this.long = new Promise((resolve) => {
      this.#tellLong = resolve;
    });
  }

  /** Aborts when nobody wants the answer any more. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  get progress(): Progress {
    const waiting = this.#place !== undefined && this.#beganAt === undefined;
    return {
      waiting,
      ahead: this.#place?.ahead() ?? 0,
      expectedMs: this.#expectedMs,
      ranMs: this.#beganAt === undefined ? 0 : this.#now() - this.#beganAt,
    };
  }

  /** Gives the work up. @param reason  what whoever still waits is told */
  giveUp(reason: Error): void {
    this.#abort.abort(reason);
  }

  /** Notes a piece of work. */
  expect(expectedMs: number): void {
    this.#expectedMs += expectedMs;
  }

  /** Notes that a piece of work waits for its turn. */
  lineUp(place: Place): void {
    this.#place = place;
  }

  /** Notes that the piece's turn has come. */
  begin(): void {
    this.#beganAt ??= this.#now();
  }

  /** Notes that the work is too long to be waited for. */
  turnLong(): void {
    this.#tellLong();
  }
}
