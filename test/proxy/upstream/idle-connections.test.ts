import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { IdleConnections, type Keepable } from '../../../proxy/upstream/idle-connections.ts';
import { eventually } from '../../support/eventually.ts';

const idle = suite('idle connections');

interface Fake extends Keepable {
  readonly name: string;
}

/** Connections to a peer that says nothing, and the names of those that were closed. */
function stage(idleMs: number): {
  readonly kept: IdleConnections<Fake>;
  readonly closed: string[];
  make(name: string, keptMs?: number): Fake;
} {
  const closed: string[] = [];
  return {
    kept: new IdleConnections<Fake>({ idleMs, now: () => performance.now() }),
    closed,
    make: (name, keptMs = Number.POSITIVE_INFINITY) => ({
      name,
      keptMs,
      destroy: () => closed.push(name),
    }),
  };
}

idle('the one that was idle for the shortest time is taken first', () => {
  const { kept, make } = stage(1000);
  for (const name of ['a', 'b']) kept.keep(make(name));

  assert.is(kept.take()?.name, 'b');
  assert.is(kept.take()?.name, 'a');
  assert.is(kept.take(), undefined);
});

idle('each is closed when its time is over, and not those that came later', async () => {
  const { kept, closed, make } = stage(150);
  const startedAt = performance.now();
  kept.keep(make('a'));
  await eventually('half of the time', () => performance.now() - startedAt > 75);
  const before = performance.now();
  kept.keep(make('b'));

  await eventually('the first is closed', () => closed.length > 0);
  assert.ok(performance.now() - startedAt >= 149);
  assert.equal(closed[0], 'a');
  await eventually('the second is closed', () => closed.length === 2);
  assert.ok(performance.now() - before >= 149);
  assert.is(kept.take(), undefined);
});

idle('a peer that keeps connections for a shorter time is believed', async () => {
  const { kept, closed, make } = stage(600_000);
  kept.keep(make('a'));
  kept.keep(make('b', 30));

  await eventually('the shorter one is closed', () => closed.length > 0);
  assert.equal(closed, ['b']);
  assert.is(kept.take()?.name, 'a');
});

idle('one that its peer is about to close is not kept', () => {
  const { kept, closed, make } = stage(1000);
  kept.keep(make('a', 0));

  assert.equal(closed, ['a']);
  assert.is(kept.take(), undefined);
});

idle('no more than 128 are kept, and the longest idle goes', () => {
  const { kept, closed, make } = stage(1000);
  for (let i = 0; i < 130; i += 1) kept.keep(make(String(i)));

  assert.equal(closed, ['0', '1']);
  assert.is(kept.take()?.name, '129');
});

idle('a lost one is closed if it is here', () => {
  const { kept, closed, make } = stage(1000);
  const [a, b, absent] = ['a', 'b', 'absent'].map((name) => make(name));
  if (!(a && b && absent)) throw new Error('three were made');
  kept.keep(a);
  kept.keep(b);

  kept.forget(a);
  kept.forget(absent);

  assert.equal(closed, ['a']);
  assert.is(kept.take()?.name, 'b');
  assert.is(kept.take(), undefined);
});

idle('all are closed at once, and others can be kept afterwards', () => {
  const { kept, closed, make } = stage(1000);
  for (const name of ['a', 'b']) kept.keep(make(name));

  kept.drop();
  kept.keep(make('c'));

  assert.equal(closed, ['a', 'b']);
  assert.is(kept.take()?.name, 'c');
});

idle('those kept after all were closed are closed in their time, too', async () => {
  const { kept, closed, make } = stage(30);
  kept.keep(make('a'));
  kept.drop();
  kept.keep(make('b'));

  await eventually('the later one is closed', () => closed.length === 2);
  assert.equal(closed, ['a', 'b']);
});

idle.run();
