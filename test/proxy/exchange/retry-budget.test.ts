import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { RetryBudget } from '../../../proxy/exchange/retry-budget.ts';

const budget = suite('retry budget');

/** How many of `wanted` retries at `now` are allowed. */
const spent = (state: RetryBudget, wanted: number, now: number): number =>
  Array.from({ length: wanted }, () => state.spend(now)).filter(Boolean).length;

const requests = (state: RetryBudget, count: number, now: number): void => {
  for (let i = 0; i < count; i += 1) state.noteRequest(now);
};

budget('retries are a share of the requests', () => {
  const state = new RetryBudget({ percent: 20, min: 0 });
  requests(state, 100, 5000);

  assert.is(spent(state, 50, 5500), 20);
  assert.is(state.refused, 30);
});

budget('some are always allowed', () => {
  const state = new RetryBudget({ percent: 20, min: 3 });
  requests(state, 10, 0);

  assert.is(spent(state, 50, 0), 5);
});

budget('requests are forgotten after ten seconds', () => {
  const state = new RetryBudget({ percent: 100, min: 0 });
  requests(state, 4, 1000);
  requests(state, 2, 5000);

  assert.is(spent(state, 1, 10_999), 1);
  assert.is(spent(state, 9, 11_000), 1);
  assert.is(spent(state, 9, 15_000), 0);
});

budget('so are retries', () => {
  const state = new RetryBudget({ percent: 20, min: 2 });

  assert.is(spent(state, 5, 1000), 2);
  assert.is(spent(state, 5, 10_999), 0);
  assert.is(spent(state, 5, 11_000), 2);
});

budget('a long rest forgets everything', () => {
  const state = new RetryBudget({ percent: 100, min: 0 });
  requests(state, 50, 1000);

  assert.is(spent(state, 1, 1_000_000), 0);
  requests(state, 1, 1_000_001);
  assert.is(spent(state, 2, 1_000_002), 1);
});

budget('without a share nothing is limited', () => {
  const state = new RetryBudget({ percent: 0, min: 0 });

  assert.is(spent(state, 1000, 0), 1000);
  assert.is(state.refused, 0);
});

budget.run();
