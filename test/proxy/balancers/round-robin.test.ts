import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Candidate } from '../../../proxy/balancers/balancer.ts';
import { roundRobin } from '../../../proxy/balancers/round-robin.ts';

const balancer = suite('round-robin');

const candidate = (id: string, weight: number): Candidate => ({
  id,
  weight,
  inFlight: 0,
  latencyMs: 0,
});
const a = candidate('a', 5);
const b = candidate('b', 1);
const c = candidate('c', 1);

balancer('weights 5, 1, 1 are mixed smoothly', () => {
  const { pick } = roundRobin({ maxFails: 3 });

  const order = Array.from({ length: 14 }, () => pick([a, b, c])?.id).join('');

  assert.is(order, 'aabacaaaabacaa');
});

balancer('equal weights take turns in order', () => {
  const { pick } = roundRobin({ maxFails: 3 });

  const order = Array.from({ length: 6 }, () => pick([b, c])?.id).join('');

  assert.is(order, 'bcbcbc');
});

balancer('nobody is chosen from an empty list', () => {
  assert.is(roundRobin({ maxFails: 3 }).pick([]), undefined);
});

balancer('one failure of three leaves weight 1 as it is', () => {
  const { pick, noteFailure } = roundRobin({ maxFails: 3 });

  noteFailure(b);

  assert.is(Array.from({ length: 4 }, () => pick([b, c])?.id).join(''), 'bcbc');
});

balancer('with one failure allowed a candidate returns later', () => {
  const { pick, noteFailure } = roundRobin({ maxFails: 1 });
  pick([b, c]);
  noteFailure(b);

  const order = Array.from({ length: 6 }, () => pick([b, c])?.id).join('');

  assert.is(order, 'ccbcbc');
});

balancer('a heavy candidate loses a third of its weight by a failure', () => {
  const heavy = candidate('h', 6);
  const { pick, noteFailure } = roundRobin({ maxFails: 3 });
  noteFailure(heavy);

  const first = Array.from({ length: 7 }, () => pick([heavy, b])?.id).join('');

  assert.is(first, 'hhhbhhh');
});

balancer('a weight that shrinks and grows is followed', () => {
  const { pick } = roundRobin({ maxFails: 3 });
  const growing = { id: 'g', weight: 1, inFlight: 0, latencyMs: 0 };
  const order = (): string => Array.from({ length: 8 }, () => pick([growing, b])?.id).join('');
  order();

  growing.weight = 0.25;
  const shrunk = order();
  growing.weight = 1;

  assert.is([...shrunk].filter((id) => id === 'g').length, 2);
  assert.is(order().slice(2), 'gbgbgb');
});

balancer.run();
