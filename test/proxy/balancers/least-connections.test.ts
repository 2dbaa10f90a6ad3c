import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Candidate } from '../../../proxy/balancers/balancer.ts';
import { leastConnections } from '../../../proxy/balancers/least-connections.ts';

const balancer = suite('least-connections');

const candidate = (id: string, inFlight: number, weight = 1): Candidate => ({
  id,
  weight,
  inFlight,
  latencyMs: 0,
});

/** Who is picked `count` times while nothing ends. */
function picks(count: number, candidates: readonly Candidate[]): string {
  const { pick } = leastConnections({ maxFails: 3 });
  return Array.from({ length: count }, () => pick(candidates)?.id).join('');
}

balancer('the fewest attempts under way win', () => {
  assert.is(picks(3, [candidate('a', 2), candidate('b', 1), candidate('c', 3)]), 'bbb');
});

balancer('attempts are counted for the weight', () => {
  assert.is(picks(2, [candidate('a', 1), candidate('b', 4, 5)]), 'bb');
  assert.is(picks(2, [candidate('a', 1), candidate('b', 6, 5)]), 'aa');
});

balancer('those that tie take turns by weight', () => {
  const tied = [candidate('a', 0, 5), candidate('b', 0), candidate('c', 0)];

  assert.is(picks(7, tied), 'aabacaa');
});

balancer('one that does not tie gets no turn', () => {
  assert.is(picks(4, [candidate('a', 1), candidate('b', 2), candidate('c', 1)]), 'acac');
});

balancer('nobody is chosen from an empty list', () => {
  assert.is(leastConnections({ maxFails: 3 }).pick([]), undefined);
});

balancer.run();
