/** How many nuisances a connection is allowed. */
export interface NuisanceRules {
  /** At once. */
  readonly burst: number;
  /** Forgotten each second. */
  readonly perSecond: number;
}

/**
 * Counts what costs a server more than its client: resets (CVE-2023-44487), pings, settings. A
 * bucket that leaks: clients that work honestly do each of them now and then.
 */
export class Nuisances {
  readonly #rules: () => NuisanceRules;
  readonly #now: () => number;
  #level = 0;
  #since = 0;

  /**
   * @param rules  as they are now
   * @param now    a monotonic clock in ms
   */
  constructor(rules: () => NuisanceRules, now: () => number) {
    this.#rules = rules;
    this.#now = now;
  }

  /** There was another one. @returns whether there were too many */
  add(): boolean {
    const { burst, perSecond } = this.#rules();
    const now = this.#now();
    const forgotten = ((now - this.#since) / 1000) * perSecond;
    this.#level = Math.max(0, this.#level - forgotten) + 1;
    this.#since = now;
    return this.#level > burst;
  }
}
