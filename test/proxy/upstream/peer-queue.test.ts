import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { roundRobin } from '../../../proxy/balancers/round-robin.ts';
import { DestinationUnavailable, PeersBusy } from '../../../proxy/errors.ts';
import { Peer } from '../../../proxy/upstream/peer.ts';
import { PeerQueue, type Wish } from '../../../proxy/upstream/peer-queue.ts';
import { Upstream } from '../../../proxy/upstream/upstream.ts';
import { somePeer } from '../../support/some-peer.ts';

const queue = suite('peer-queue');

const request = requestOf('/');
const anyone: Wish = { tried: [], request };

function requestOf(path: string): Wish['request'] {
  return { method: 'GET', client: '', path, wholeBody: undefined, field: () => undefined };
}

/** Two peers that take one attempt each, both busy, and what was told to whom. */
class Stage {
  readonly peers = [1, 2].map((port) => somePeer({ port, maxConns: 1, now: () => 0 }));
  readonly told: string[] = [];
  readonly watched = new Set<unknown>();
  nowMs = 0;
  readonly queue: PeerQueue;
  readonly #askers = new Map<string, { onTurn(found: unknown): void }>();

  constructor(length: number) {
    const upstream = new Upstream({
      peers: this.peers,
      balancer: roundRobin({ maxFails: 2 }),
      hashKey: { part: 'target' },
      onEjected: () => undefined,
    });
    const deadlines = {
      add: (one: unknown): void => void this.watched.add(one),
      delete: (one: unknown): void => void this.watched.delete(one),
    };
    const line = { queueLength: length, queueStretch: 4 };
    this.queue = new PeerQueue({ upstream, line, deadlines, now: () => this.nowMs });
    for (const peer of this.peers) peer.inFlight = 1;
  }

  asker(name: string): { onTurn(found: unknown): void } {
    const known = this.#askers.get(name) ?? { onTurn: (found) => this.#note(name, found) };
    this.#askers.set(name, known);
    return known;
  }

  ask(name: string, wish = anyone): unknown {
    return this.queue.ask(this.asker(name), wish);
  }

  /** Ends the attempt at a peer, and lets what follows from it happen. */
  async release(index: number): Promise<void> {
    this.peers[index]?.release();
    await Promise.resolve();
  }

  #note(name: string, found: unknown): void {
    if (found instanceof Peer) found.inFlight += 1;
    this.told.push(`${name}: ${found instanceof Peer ? found.id : found?.constructor.name}`);
  }
}

queue('who asks is given a peer at once', () => {
  const stage = new Stage(0);
  stage.peers.forEach((peer) => {
    peer.inFlight = 0;
  });

  assert.is(stage.ask('a'), stage.peers[0]);
});

queue('without a queue busy peers are no answer', () => {
  const stage = new Stage(0);

  assert.instance(stage.ask('a'), PeersBusy);
  assert.is(stage.queue.peersLeft([]), false);
});

queue('who came first is served first', async () => {
  const stage = new Stage(3);
  for (const name of ['a', 'b', 'c']) assert.is(stage.ask(name), undefined);

  await stage.release(1);
  await stage.release(0);

  assert.equal(stage.told, ['a: h:2', 'b: h:1']);
  assert.is(stage.queue.waiting, 1);
});

queue('a full queue turns away', () => {
  const stage = new Stage(1);
  stage.ask('a');

  assert.instance(stage.ask('b'), PeersBusy);
  assert.is(stage.queue.waiting, 1);
});

queue('a place that is given up is free again', async () => {
  const stage = new Stage(2);
  stage.ask('a');
  stage.ask('b');

  stage.queue.leave(stage.asker('a'));
  assert.is(stage.ask('c'), undefined);
  await stage.release(0);

  assert.equal(stage.told, ['b: h:1']);
});

queue('nobody overtakes those who wait', async () => {
  const stage = new Stage(2);
  stage.ask('a');
  stage.peers[0]?.release();

  assert.is(stage.ask('b'), undefined);
  await Promise.resolve();

  assert.equal(stage.told, ['a: h:1']);
});

queue('one that needs another peer holds nobody up', async () => {
  const stage = new Stage(2);
  stage.ask('a', { tried: stage.peers.slice(0, 1), request });
  stage.ask('b');

  await stage.release(0);

  assert.equal(stage.told, ['b: h:1']);
});

queue('a retry may wait for a peer that is full', () => {
  const stage = new Stage(2);

  assert.is(stage.queue.peersLeft(stage.peers.slice(0, 1)), true);
  assert.is(stage.queue.peersLeft(stage.peers), false);
});

queue('when nobody is left those who wait hear it', () => {
  const stage = new Stage(2);
  stage.ask('a');
  for (const peer of stage.peers) peer.changeReadiness('absent');

  stage.queue.expire();

  assert.equal(stage.told, ['a: DestinationUnavailable']);
  assert.instance(stage.ask('b'), DestinationUnavailable);
});

queue('time is looked at only while somebody waits', () => {
  const stage = new Stage(2);
  assert.is(stage.watched.size, 0);

  stage.ask('a');
  assert.is(stage.watched.size, 1);

  assert.instance(stage.queue.giveUp(stage.asker('a')), PeersBusy);
  assert.is(stage.watched.size, 0);
});

/** Two routes that are known: one is answered in 200 ms, the other in 1. */
function knowing(stage: Stage): { readonly slow: Wish; readonly quick: Wish } {
  const [slow, quick] = [requestOf('/slow?a'), requestOf('/quick?b')];
  stage.queue.noteAnswer(slow, 200);
  stage.queue.noteAnswer(quick, 1);
  return { slow: { tried: [], request: slow }, quick: { tried: [], request: quick } };
}

queue('what is answered quickly passes what takes long', async () => {
  const stage = new Stage(3);
  const { slow, quick } = knowing(stage);
  stage.ask('slow', slow);
  stage.nowMs = 100;
  stage.ask('quick', quick);
  stage.ask('quicker', quick);

  await stage.release(0);
  await stage.release(1);

  assert.equal(stage.told, ['quick: h:1', 'quicker: h:2']);
});

queue('what takes long is passed for a bounded time', async () => {
  const stage = new Stage(2);
  const { slow, quick } = knowing(stage);
  stage.ask('slow', slow);
  stage.nowMs = 797;
  stage.ask('quick', quick);

  await stage.release(0);

  assert.equal(stage.told, ['slow: h:1']);
});

queue('those of one route are served in the order they came', async () => {
  const stage = new Stage(3);
  const { slow } = knowing(stage);
  for (const name of ['a', 'b', 'c']) stage.ask(name, slow);

  await stage.release(0);
  await stage.release(1);

  assert.equal(stage.told, ['a: h:1', 'b: h:2']);
});

queue.run();
