/** How many retries the recent requests allow. */
export interface RetryBudgetRules {
  /** Retries as a share of the requests of the last ten seconds; 0 = no limit. */
  readonly percent: number;
  /** Retries in ten seconds that are allowed whatever the number of requests. */
  readonly min: number;
}

const slots = 10;
const slotMs = 1000;

/**
 * Keeps retries a share of the requests of the last ten seconds: when peers fail because they have
 * too much to do, unlimited retries are what keeps them down.
 *
 * @see Finagle's RetryBudget, whose window this has; Envoy's counts what is in flight, so that the
 *      death of one peer of two would find it exhausted by definition
 */
export class RetryBudget {
  /** Retries that were not made for want of budget. */
  refused = 0;
  readonly #rules: RetryBudgetRules;
  readonly #now: () => number;
  readonly #requests = new Counts();
  readonly #retries = new Counts();

  /** @param now  a monotonic clock in ms */
  constructor(rules: RetryBudgetRules, now: () => number) {
    this.#rules = rules;
    this.#now = now;
  }

  /** A request is about to be tried. */
  noteRequest(): void {
    if (this.#rules.percent > 0) this.#requests.add(this.#now());
  }

  /** Asks for one retry. @returns whether there is budget, which is then spent */
  spend(): boolean {
    const { percent, min } = this.#rules;
    if (percent === 0) return true;
    const now = this.#now();
    const allowed = min + (this.#requests.total(now) * percent) / 100;
    if (this.#retries.total(now) + 1 > allowed) {
      this.refused += 1;
      return false;
    }
    this.#retries.add(now);
    return true;
  }
}

/** Counts what happened in the last slots of time. */
class Counts {
  readonly #counts = new Array<number>(slots).fill(0);
  #sum = 0;
  #slot = 0;

  add(now: number): void {
    this.#advance(now);
    const index = this.#slot % slots;
    this.#counts[index] = (this.#counts[index] ?? 0) + 1;
    this.#sum += 1;
  }

  total(now: number): number {
    this.#advance(now);
    return this.#sum;
  }

  #advance(now: number): void {
    const slot = Math.floor(now / slotMs);
    const passed = Math.min(slots, slot - this.#slot);
    for (let i = 0; i < passed; i += 1) {
      const index = (slot - i) % slots;
      this.#sum -= this.#counts[index] ?? 0;
      this.#counts[index] = 0;
    }
    this.#slot = Math.max(slot, this.#slot);
  }
}
