import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { rendezvous } from '../../proxy/balancers/rendezvous.ts';
import { roundRobin } from '../../proxy/balancers/round-robin.ts';
import type { PeerAddress } from '../../proxy/upstream/peer-list.ts';
import { Upstream } from '../../proxy/upstream/upstream.ts';
import { somePeer } from '../support/some-peer.ts';

const tiers = suite('backups and full peers');

/** Live peers on the ports 1, 2, 3 …; the second failure ejects. */
function groupOf(...peers: readonly Partial<PeerAddress>[]): Upstream {
  return new Upstream({
    peers: peers.map((one, index) => somePeer({ ...one, port: index + 1, now: () => 0 })),
    balancer: roundRobin({ maxFails: 2 }),
    hashKey: { part: 'target' },
    onEjected: () => undefined,
  });
}

const backup = { backup: true };
const single = { maxConns: 1 };

tiers('a backup rests while a primary is available', () => {
  const group = groupOf({}, backup, {});

  assert.equal(
    [1, 2, 3].map(() => group.pick([])?.id),
    ['h:1', 'h:3', 'h:1'],
  );
});

tiers('a backup steps in for primaries that were tried', () => {
  const group = groupOf({}, backup, {});
  const [first, , third] = group.peers;

  assert.is(group.pick(first && third ? [first, third] : [])?.id, 'h:2');
});

tiers('a backup steps in for an ejected primary', () => {
  const group = groupOf({}, backup);
  const [primary] = group.peers;
  if (primary) for (let fail = 0; fail < 2; fail += 1) group.noteFailure(primary);

  assert.is(group.pick([])?.id, 'h:2');
});

tiers('a backup steps in for a full primary', () => {
  const group = groupOf(single, backup);
  const [primary] = group.peers;
  if (primary) primary.inFlight = 1;

  assert.is(group.pick([])?.id, 'h:2');
});

tiers('a live backup is preferred to a draining primary', () => {
  const group = groupOf({}, backup);
  group.peers[0]?.changeReadiness('draining');

  assert.is(group.pick([])?.id, 'h:2');
});

tiers('a full peer is left out', () => {
  const group = groupOf(single, { maxConns: 2 });
  for (const peer of group.peers) peer.inFlight = 1;

  assert.is(group.pick([])?.id, 'h:2');
  assert.is(group.availableBeyond(group.peers.slice(1)), false);
  assert.is(group.fullBeyond(group.peers.slice(1)), true);
  assert.is(group.fullBeyond(group.peers), false);
});

tiers('the only live peer is not asked when full', () => {
  const group = groupOf(single);
  for (const peer of group.peers) {
    peer.inFlight = 1;
    group.noteFailure(peer);
    group.noteFailure(peer);
  }

  assert.is(group.pick([]), undefined);
  assert.is(group.fullBeyond([]), true);
});

tiers('a keyed balancer is told by the hash key', () => {
  const { peers } = groupOf({}, {}, {});
  const group = new Upstream({
    peers,
    balancer: rendezvous({ maxFails: 2 }),
    hashKey: { part: 'client' },
    onEjected: () => undefined,
  });
  const from = (client: string): string | undefined =>
    group.pick([], { client, path: '/', wholeBody: undefined, field: () => undefined })?.id;
  const clients = Array.from({ length: 50 }, (_, i) => `10.0.0.${i}`);

  assert.equal(clients.map(from), clients.map(from));
  assert.is(new Set(clients.map(from)).size, 3);
});

tiers.run();
