import { ErrorStreak } from './error-streak.ts';

/** When a peer is left out, and for how long. */
export interface EjectionRules {
  /** Failures that eject; 0 = never. */
  readonly maxFails: number;
  /** How long the first ejection lasts, and how long a failure stays fresh, in ms. */
  readonly failTimeoutMs: number;
  /** The n-th ejection in a row lasts n times as long, but at most this, in ms; 0 = as the first. */
  readonly maxMs: number;
  /** 5xx answers in a row that eject; 0 = none do. */
  readonly serverErrors: number;
  /** Answers of 502, 503 or 504 in a row that eject; 0 = none do. */
  readonly gatewayErrors: number;
}

/** What an {@link Ejection} is made of. */
export interface EjectionOptions {
  readonly rules: EjectionRules;
  /** A monotonic clock in ms. */
  readonly now: () => number;
  /** Hears of the success that ends an ejection. */
  readonly onReturned?: () => void;
}

/** What an attempt means for its peer; `ejected again` is out since before, for a longer time. */
export type EjectionVerdict = 'well' | 'counted' | 'ejected' | 'ejected again';

/**
 * Passive health of one peer, as nginx counts it. The counter is no sliding window: failures add
 * up until an attempt that was *selected* later than `failTimeoutMs` after the last of them ends
 * well. While ejected, one attempt per window goes through to see whether the peer is back. The
 * window of an ejection grows with each that follows another; each `failTimeoutMs` of health takes
 * one of them back.
 *
 * @see ngx_http_upstream_round_robin.c; nginx counts in whole seconds, this in milliseconds
 * @see Envoy, outlier detection, for growth and streaks
 */
export class Ejection {
  /** Whether one more peer may be left out at present; the group's affair. */
  mayEject: () => boolean = () => true;
  readonly #rules: EjectionRules;
  readonly #now: () => number;
  readonly #onReturned: () => void;
  readonly #streak: ErrorStreak;
  #fails = 0;
  #failedAt = Number.NEGATIVE_INFINITY;
  #checkedAt = Number.NEGATIVE_INFINITY;
  /** Whether it was left out and has not been well since. */
  #out = false;
  #inRow = 0;
  #wellSince = 0;

  constructor({ rules, now, onReturned }: EjectionOptions) {
    this.#rules = rules;
    this.#now = now;
    this.#onReturned = onReturned ?? (() => undefined);
    this.#streak = new ErrorStreak(rules);
  }

  /** Failures that count at present. */
  get fails(): number {
    return this.#fails;
  }

  /** Whether the peer is left out now. */
  get ejected(): boolean {
    return this.#out && this.#now() - this.#checkedAt <= this.#windowMs;
  }

  /** How long the peer is still left out, in ms; 0 when it is not. */
  get remainingMs(): number {
    return this.ejected ? this.#checkedAt + this.#windowMs - this.#now() : 0;
  }

  /** Ejections that followed one another and are not yet made good by health. */
  get inRow(): number {
    if (this.#out || this.#inRow === 0) return this.#inRow;
    const madeGood = Math.floor(
      (this.#now() - this.#wellSince) / Math.max(1, this.#rules.failTimeoutMs),
    );
    return Math.max(0, this.#inRow - madeGood);
  }

  /** An attempt was given to the peer. After the time-out this keeps all others away meanwhile. */
  noteSelected(): void {
    if (this.#fails === 0) return;
    const now = this.#now();
    if (now - this.#checkedAt > this.#windowMs) this.#checkedAt = now;
  }

  /**
   * An attempt failed.
   *
   * @param status  the answer that counts as a failure, if there was one
   */
  noteFailure(status?: number): EjectionVerdict {
    const many = this.#streak.note(status) === 'too often';
    const { maxFails } = this.#rules;
    const tooMany = many || (maxFails > 0 && this.#fails + 1 >= maxFails);
    return this.#fail(tooMany || this.#returning);
  }

  /** An attempt was answered, with a status that is no failure unless it comes too often. */
  noteAnswer(status: number): EjectionVerdict {
    const verdict = this.#streak.note(status);
    if (verdict === 'too often' || (verdict === 'badly' && this.#returning)) {
      return this.#fail(true);
    }
    if (verdict === 'well') this.noteSuccess();
    return 'well';
  }

  /** An attempt ended well: clears the counter if the time-out passed since the last failure. */
  noteSuccess(): void {
    if (this.#fails === 0 || this.#failedAt >= this.#checkedAt) return;
    this.#fails = 0;
    if (!this.#out) return;
    this.#out = false;
    this.#wellSince = this.#now();
    this.#onReturned();
  }

  /** Forgets everything: the peer is another process now. */
  reset(): void {
    this.#fails = 0;
    this.#out = false;
    this.#inRow = 0;
    this.#streak.reset();
  }

  get #windowMs(): number {
    const { failTimeoutMs, maxMs } = this.#rules;
    if (!this.#out) return failTimeoutMs;
    return Math.min(failTimeoutMs * this.#inRow, Math.max(failTimeoutMs, maxMs));
  }

  /** Whether its window has passed and somebody is finding out whether it is back. */
  get #returning(): boolean {
    return this.#out && this.#failedAt < this.#checkedAt;
  }

  #fail(ejecting: boolean): EjectionVerdict {
    // What was under way when it was ejected and fails now belongs to the same ejection.
    const begins = ejecting && (!this.#out || this.#returning) && this.mayEject();
    const again = this.#returning;
    // It would be ejected again, but too many others are by now.
    if (again && !begins) this.#out = false;
    this.#fails += 1;
    this.#failedAt = this.#now();
    this.#checkedAt = this.#failedAt;
    if (!begins) return 'counted';
    this.#inRow = this.inRow + 1;
    this.#out = true;
    return again ? 'ejected again' : 'ejected';
  }
}
