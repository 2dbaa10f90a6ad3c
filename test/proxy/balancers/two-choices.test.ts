import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Candidate } from '../../../proxy/balancers/balancer.ts';
import { twoChoices } from '../../../proxy/balancers/two-choices.ts';

const balancer = suite('two-choices');

const candidate = (id: string, rest: Partial<Candidate> = {}): Candidate => ({
  id,
  weight: 1,
  inFlight: 0,
  latencyMs: 0,
  ...rest,
});

/** Random numbers that are not. */
function drawing(...numbers: readonly number[]): () => number {
  let next = 0;
  return () => numbers[next++ % numbers.length] ?? 0;
}

const [a, b, c] = [candidate('a'), candidate('b', { inFlight: 1 }), candidate('c')];

balancer('the less busy of two drawn wins', () => {
  const both = [a, b, c];

  assert.is(twoChoices({ random: drawing(0, 0) }).pick(both), a);
  assert.is(twoChoices({ random: drawing(0.4, 0.9) }).pick(both), c);
});

balancer('a peer that was not drawn is not taken', () => {
  const busy = [candidate('a', { inFlight: 9 }), candidate('b', { inFlight: 8 }), candidate('c')];

  assert.is(twoChoices({ random: drawing(0, 0) }).pick(busy)?.id, 'b');
});

balancer('the second drawn is another than the first', () => {
  const pair = [candidate('a', { inFlight: 1 }), candidate('b')];

  for (const at of [0, 0.3, 0.6, 0.99]) {
    assert.is(twoChoices({ random: drawing(at, at) }).pick(pair)?.id, 'b');
  }
});

balancer('a slow peer counts for more', () => {
  const slow = candidate('slow', { latencyMs: 30 });
  const quick = candidate('quick', { latencyMs: 10, inFlight: 1 });

  assert.is(twoChoices({ random: drawing(0) }).pick([slow, quick]), quick);
  assert.is(twoChoices({ random: drawing(0) }).pick([slow, { ...quick, inFlight: 3 }]), slow);
});

balancer('latency does not count where one is unknown', () => {
  const known = candidate('known', { latencyMs: 30 });
  const fresh = candidate('fresh', { inFlight: 1 });

  assert.is(twoChoices({ random: drawing(0.9, 0) }).pick([known, fresh]), known);
});

balancer('weight widens a draw and lightens a load', () => {
  const heavy = candidate('heavy', { weight: 3, inFlight: 1 });

  assert.is(twoChoices({ random: drawing(0.7, 0) }).pick([heavy, a]), heavy);
  assert.is(twoChoices({ random: drawing(0.8, 0) }).pick([heavy, a]), heavy);
  assert.is(twoChoices({ random: drawing(0) }).pick([{ ...heavy, inFlight: 3 }, a]), a);
});

balancer('of equals the first drawn is taken', () => {
  assert.is(twoChoices({ random: drawing(0.9, 0) }).pick([a, c]), c);
});

balancer('one alone needs no second draw', () => {
  assert.is(twoChoices({ random: drawing(0.5) }).pick([a]), a);
  assert.is(twoChoices({ random: drawing(0.5) }).pick([]), undefined);
});

balancer.run();
