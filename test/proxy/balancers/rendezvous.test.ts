import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Candidate } from '../../../proxy/balancers/balancer.ts';
import { hashOf } from '../../../proxy/balancers/hash.ts';
import { rendezvous } from '../../../proxy/balancers/rendezvous.ts';

const balancer = suite('rendezvous');

const candidate = (port: number, weight = 1): Candidate => ({
  id: `127.0.0.1:${port}`,
  weight,
  inFlight: 0,
  latencyMs: 0,
});
const five = [8001, 8002, 8003, 8004, 8005].map((port) => candidate(port));
const keys = Array.from({ length: 10_000 }, (_, i) => hashOf(`/question/${i}`));

/** Who is chosen for each key. */
function chosen(candidates: readonly Candidate[]): readonly (string | undefined)[] {
  const { pick } = rendezvous({ maxFails: 3 });
  return keys.map((key) => pick(candidates, key)?.id);
}

function share(ids: readonly (string | undefined)[], id: string | undefined): number {
  return ids.filter((one) => one === id).length / ids.length;
}

balancer('one key meets one peer, in whatever order', () => {
  const { pick } = rendezvous({ maxFails: 3 });

  assert.is(pick(five, 42), pick(five, 42));
  assert.equal(chosen(five.toReversed()), chosen(five));
});

balancer('equal peers take equal shares', () => {
  const ids = chosen(five);

  for (const { id } of five)
    assert.ok(Math.abs(share(ids, id) - 0.2) < 0.015, String(share(ids, id)));
});

balancer('shares follow the weights', () => {
  const ids = chosen([candidate(8001, 5), candidate(8002, 3), candidate(8003, 2)]);

  assert.ok(Math.abs(share(ids, '127.0.0.1:8001') - 0.5) < 0.02);
  assert.ok(Math.abs(share(ids, '127.0.0.1:8002') - 0.3) < 0.02);
});

balancer('when a peer goes only its keys move', () => {
  const before = chosen(five);
  const after = chosen(five.slice(1));

  const moved = before.filter((id, i) => id !== five[0]?.id && after[i] !== id);
  const orphans = after.filter((_, i) => before[i] === five[0]?.id);

  assert.is(moved.length, 0);
  for (const { id } of five.slice(1)) assert.ok(Math.abs(share(orphans, id) - 0.25) < 0.04);
});

balancer('a heavier weight takes keys and loses none', () => {
  const [first, ...others] = five;
  const before = chosen(five);
  const after = chosen([{ ...(first ?? candidate(8001)), weight: 3 }, ...others]);

  const moved = after.filter((id, i) => id !== before[i]);

  assert.ok(moved.length > 0);
  assert.is(share(moved, first?.id), 1);
});

balancer('without a key peers take turns', () => {
  const { pick } = rendezvous({ maxFails: 3 });

  const ports = Array.from({ length: 4 }, () => pick(five.slice(0, 2))?.id.slice(-1)).join('');

  assert.is(ports, '1212');
});

balancer('nobody is chosen from an empty list', () => {
  assert.is(rendezvous({ maxFails: 3 }).pick([], 1), undefined);
});

balancer.run();
