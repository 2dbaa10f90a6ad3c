import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { roundRobin } from '../../../proxy/balancers/round-robin.ts';
import type { Peer } from '../../../proxy/upstream/peer.ts';
import { Upstream } from '../../../proxy/upstream/upstream.ts';
import { somePeer } from '../../support/some-peer.ts';

const upstream = suite('upstream');

interface Group {
  readonly peers: readonly Peer[];
  readonly group: Upstream;
  readonly ejected: string[];
  wait(ms: number): void;
}

/** Three live peers on the ports 1, 2 and 3; the second failure ejects one for a second. */
function threePeers(): Group {
  let nowMs = 0;
  const ejected: string[] = [];
  const now = (): number => nowMs;
  const peers = [1, 2, 3].map((port) => somePeer({ port, now }));
  const group = new Upstream({
    peers,
    balancer: roundRobin({ maxFails: 2 }),
    hashKey: { part: 'target' },
    onEjected: ({ id }) => ejected.push(id),
  });
  return {
    peers,
    group,
    ejected,
    wait: (ms) => {
      nowMs += ms;
    },
  };
}

const eject = (group: Upstream, peer: Peer | undefined): void => {
  if (peer === undefined) throw new Error('no peer');
  group.noteFailure(peer);
  group.noteFailure(peer);
};

upstream('peers take turns', () => {
  const { group } = threePeers();

  assert.equal(
    [1, 2, 3, 4].map(() => group.pick([])?.id),
    ['h:1', 'h:2', 'h:3', 'h:1'],
  );
});

upstream('a peer that was tried is not asked again', () => {
  const { group, peers } = threePeers();

  assert.is(group.pick(peers.slice(0, 2))?.id, 'h:3');
  assert.is(group.pick(peers), undefined);
});

upstream('only live peers are available', () => {
  const { group, peers } = threePeers();
  peers[0]?.changeReadiness('draining');
  peers[1]?.changeReadiness('absent');

  assert.is(group.liveCount, 1);
  assert.is(group.pick([])?.id, 'h:3');
});

upstream('an ejected peer is left out and comes back', () => {
  const { group, peers, ejected, wait } = threePeers();
  eject(group, peers[0]);

  assert.equal(ejected, ['h:1']);
  assert.is(group.liveCount, 2);
  assert.is(group.returnInMs, 1000);
  wait(1001);
  assert.is(group.liveCount, 3);
  assert.is(group.returnInMs, 0);
});

upstream('with all ejected nobody is available', () => {
  const { group, peers } = threePeers();
  for (const peer of peers) eject(group, peer);

  assert.is(group.pick([]), undefined);
  assert.is(group.availableBeyond([]), false);
});

upstream('the only live peer is asked though ejected', () => {
  const { group, peers } = threePeers();
  eject(group, peers[2]);
  peers[0]?.changeReadiness('absent');
  peers[1]?.changeReadiness('absent');

  assert.is(group.pick([])?.id, 'h:3');
});

upstream('a peer that became live anew starts afresh', () => {
  const { group, peers } = threePeers();
  eject(group, peers[0]);

  peers[0]?.changeReadiness('absent');
  peers[0]?.changeReadiness('live');

  assert.is(group.liveCount, 3);
});

upstream('draining peers are asked when nobody is live', () => {
  const { group, peers } = threePeers();
  peers[0]?.changeReadiness('absent');
  peers[1]?.changeReadiness('draining');
  peers[2]?.changeReadiness('draining');

  assert.is(group.liveCount, 0);
  assert.is(group.pick([])?.id, 'h:2');
  assert.is(group.pick(peers.slice(0, 2))?.id, 'h:3');
});

upstream('draining peers are left alone while one is live', () => {
  const { group, peers } = threePeers();
  peers[0]?.changeReadiness('draining');
  peers[1]?.changeReadiness('draining');

  assert.equal(
    [1, 2, 3].map(() => group.pick([])?.id),
    ['h:3', 'h:3', 'h:3'],
  );
});

/** Has probes find that it takes connections and answers none. */
const hang = (peer: Peer | undefined): void => {
  peer?.changeReadiness('absent');
  if (peer) Object.assign(peer, { silent: true, hanging: true });
};

upstream('who hangs is asked when nobody else is there, whatever failed before', () => {
  const { group, peers } = threePeers();
  peers[0]?.changeReadiness('absent');
  eject(group, peers[1]);
  hang(peers[1]);
  hang(peers[2]);

  assert.is(group.liveCount, 0);
  assert.equal([group.pick([])?.id, group.pick([])?.id].sort(), ['h:2', 'h:3']);
  assert.is(group.pick(peers.slice(0, 2))?.id, 'h:3');
  assert.is(group.servedBeyond([]), false);
});

upstream('who hangs is left alone while one is live or drains, also where that has no room', () => {
  const now = (): number => 0;
  const peers = [1, 2].map((port) => somePeer({ port, now, maxConns: 1 }));
  const group = new Upstream({
    peers,
    balancer: roundRobin({ maxFails: 2 }),
    hashKey: { part: 'target' },
    onEjected: () => undefined,
  });
  const [first, second] = peers;
  hang(second);
  assert.is(group.pick([])?.id, 'h:1');
  first?.changeReadiness('draining');
  assert.is(group.pick([])?.id, 'h:1');

  if (first) first.inFlight = 1;

  assert.is(group.pick([]), undefined);
  assert.is(group.fullBeyond([]), true);
  assert.is(group.pick(peers.slice(0, 1))?.id, 'h:2');
});

upstream('who hangs has no more attempts than it may', () => {
  const { group, peers } = threePeers();
  for (const peer of peers) hang(peer);
  for (const peer of peers) Object.defineProperty(peer, 'full', { value: true });

  assert.is(group.pick([]), undefined);
  assert.is(group.fullBeyond([]), true);
});

upstream('who hangs and is drained by hand is not asked', () => {
  const { group, peers } = threePeers();
  for (const peer of peers) hang(peer);
  for (const peer of peers) peer.drain();

  assert.is(group.pick([]), undefined);
});

upstream('in a panic all are asked but the absent and the drained', () => {
  let nowMs = 0;
  const now = (): number => nowMs;
  const peers = [1, 2, 3, 4, 5].map((port) => somePeer({ port, now }));
  const panics: boolean[] = [];
  const group = new Upstream({
    peers,
    balancer: roundRobin({ maxFails: 2 }),
    hashKey: { part: 'target' },
    limits: { sharePercent: 100, panicPercent: 50, latencyMs: 0 },
    onEjected: () => undefined,
    onPanic: (panicking) => panics.push(panicking),
  });
  const [ejected, silent, refused, drained, last] = peers;
  refused?.changeReadiness('absent');
  drained?.drain();
  eject(group, ejected);
  assert.is(group.panicking, false);
  silent?.changeReadiness('absent');
  if (silent) silent.silent = true;

  const asked = [1, 2, 3].map(() => group.pick([])?.id).sort();

  assert.equal(asked, ['h:1', 'h:2', 'h:5']);
  assert.is(group.pick(peers.slice(0, 4))?.id, last?.id);
  nowMs = 1001;
  group.pick([]);
  assert.equal(panics, [true, false]);
});

upstream('while only a share may be ejected the others go on', () => {
  const now = (): number => 0;
  const peers = [1, 2, 3, 4].map((port) => somePeer({ port, now }));
  const group = new Upstream({
    peers,
    balancer: roundRobin({ maxFails: 2 }),
    hashKey: { part: 'target' },
    limits: { sharePercent: 50, panicPercent: 0, latencyMs: 0 },
    onEjected: () => undefined,
  });

  for (const peer of peers) eject(group, peer);

  assert.is(group.liveCount, 2);
});

upstream.run();
