import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { RetryBudget, type RetryBudgetRules } from '../../../proxy/exchange/retry-budget.ts';

const budget = suite('retry budget');

/** A budget, and the time that it sees. */
class Clocked {
  readonly #state: RetryBudget;
  #now = 0;

  constructor(rules: RetryBudgetRules) {
    this.#state = new RetryBudget(rules, () => this.#now);
  }

  get refused(): number {
    return this.#state.refused;
  }

  requests(count: number, now: number): void {
    this.#now = now;
    for (let i = 0; i < count; i += 1) this.#state.noteRequest();
  }

  /** How many of `wanted` retries at `now` are allowed. */
  spent(wanted: number, now: number): number {
    this.#now = now;
    return Array.from({ length: wanted }, () => this.#state.spend()).filter(Boolean).length;
  }
}

budget('retries are a share of the requests', () => {
  const state = new Clocked({ percent: 20, min: 0 });
  state.requests(100, 5000);

  assert.is(state.spent(50, 5500), 20);
  assert.is(state.refused, 30);
});

budget('some are always allowed', () => {
  const state = new Clocked({ percent: 20, min: 3 });
  state.requests(10, 0);

  assert.is(state.spent(50, 0), 5);
});

budget('requests are forgotten after ten seconds', () => {
  const state = new Clocked({ percent: 100, min: 0 });
  state.requests(4, 1000);
  state.requests(2, 5000);

  assert.is(state.spent(1, 10_999), 1);
  assert.is(state.spent(9, 11_000), 1);
  assert.is(state.spent(9, 15_000), 0);
});

budget('so are retries', () => {
  const state = new Clocked({ percent: 20, min: 2 });

  assert.is(state.spent(5, 1000), 2);
  assert.is(state.spent(5, 10_999), 0);
  assert.is(state.spent(5, 11_000), 2);
});

budget('a long rest forgets everything', () => {
  const state = new Clocked({ percent: 100, min: 0 });
  state.requests(50, 1000);

  assert.is(state.spent(1, 1_000_000), 0);
  state.requests(1, 1_000_001);
  assert.is(state.spent(2, 1_000_002), 1);
});

budget('without a share nothing is limited', () => {
  const state = new Clocked({ percent: 0, min: 0 });

  assert.is(state.spent(1000, 0), 1000);
  assert.is(state.refused, 0);
});

budget.run();
