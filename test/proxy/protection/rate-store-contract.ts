import { suite, type Test } from 'uvu';
import * as assert from 'uvu/assert';
import type { RateLimit } from '../../../proxy/protection/rate-rule.ts';
import type { RateStore } from '../../../proxy/protection/rate-store.ts';

const limit: RateLimit = {
  milliPerSecond: 10_000,
  burst: 2,
  delayAbove: Number.POSITIVE_INFINITY,
};

/** A store, and the clock that it goes by. */
export interface TestedStore {
  readonly store: RateStore;
  readonly clock: { now: number };
}

/**
 * What every store of rates must do.
 *
 * @param create  makes an empty store
 * @returns the suite, for the caller to extend and run
 */
export function rateStoreContract(name: string, create: () => TestedStore): Test {
  const contract = suite(name);

  contract('the first request of all counts for nothing', async () => {
    const { store } = create();

    assert.equal(await store.take([{ key: 'a', limit }]), { admitted: true, excesses: [0] });
  });

  contract('a burst is let in, and not one more', async () => {
    const { store } = create();
    const admitted: boolean[] = [];
    for (let turn = 0; turn < 5; turn += 1) {
      admitted.push((await store.take([{ key: 'a', limit }])).admitted);
    }

    assert.equal(admitted, [true, true, true, false, false]);
  });

  contract('what is refused makes the bucket no fuller', async () => {
    const { store, clock } = create();
    for (let turn = 0; turn < 50; turn += 1) await store.take([{ key: 'a', limit }]);
    clock.now += 100;

    assert.equal(await store.take([{ key: 'a', limit }]), { admitted: true, excesses: [2000] });
    assert.is((await store.take([{ key: 'a', limit }])).admitted, false);
  });

  contract('the bucket runs out at its rate', async () => {
    const { store, clock } = create();
    for (let turn = 0; turn < 3; turn += 1) await store.take([{ key: 'a', limit }]);
    clock.now += 99;
    const before = await store.take([{ key: 'a', limit }]);
    clock.now += 1;
    const after = await store.take([{ key: 'a', limit }]);

    assert.equal(before, { admitted: false, excesses: [2010] });
    assert.equal(after, { admitted: true, excesses: [2000] });
  });

  contract('it does not run below empty', async () => {
    const { store, clock } = create();
    await store.take([{ key: 'a', limit }]);
    clock.now += 60_000;

    assert.equal((await store.take([{ key: 'a', limit }])).excesses, [0]);
    assert.equal((await store.take([{ key: 'a', limit }])).excesses, [1000]);
  });

  contract('buckets are kept apart', async () => {
    const { store } = create();
    for (let turn = 0; turn < 4; turn += 1) await store.take([{ key: 'a', limit }]);

    assert.is((await store.take([{ key: 'b', limit }])).admitted, true);
  });

  contract('a request goes into all of its buckets or into none', async () => {
    const { store } = create();
    const narrow = { key: 'narrow', limit: { ...limit, burst: 0 } };
    const wide = { key: 'wide', limit };
    await store.take([narrow, wide]);
    const refused = await store.take([narrow, wide]);

    assert.equal(refused, { admitted: false, excesses: [1000, 1000] });
    assert.equal((await store.take([wide])).excesses, [1000]);
  });

  return contract;
}
