import * as assert from 'uvu/assert';
import { RateMemory } from '../../../proxy/protection/rate-memory.ts';
import { rateStoreContract } from './rate-store-contract.ts';

const memory = rateStoreContract('rates in memory', () => {
  const clock = { now: 1000 };
  return { store: new RateMemory(() => clock.now, 100), clock };
});

const limit = { milliPerSecond: 1000, burst: 5, delayAbove: Number.POSITIVE_INFINITY };

memory('a flood of keys takes no more room than there is', () => {
  const store = new RateMemory(() => 0, 100);
  for (let n = 0; n < 10_000; n += 1) store.take([{ key: `k${n}`, limit }]);

  assert.is(store.size, 100);
});

memory('who comes again is not forgotten first', () => {
  const store = new RateMemory(() => 0, 10);
  for (let n = 0; n < 50; n += 1) {
    store.take([{ key: 'regular', limit: { ...limit, burst: 1000 } }]);
    store.take([{ key: `k${n}`, limit }]);
  }

  const { excesses } = store.take([{ key: 'regular', limit: { ...limit, burst: 1000 } }]);

  assert.equal(excesses, [50_000]);
});

memory('buckets that ran empty are forgotten by and by', () => {
  const clock = { now: 0 };
  const store = new RateMemory(() => clock.now, 1000);
  for (let n = 0; n < 20; n += 1) store.take([{ key: `old${n}`, limit }]);
  clock.now = 2000;
  for (let n = 0; n < 10; n += 1) store.take([{ key: `new${n}`, limit }]);

  assert.is(store.size, 10);
});

memory('forgetting never lets anybody in sooner', () => {
  const clock = { now: 0 };
  const store = new RateMemory(() => clock.now, 1000);
  const strict = { ...limit, burst: 0 };
  store.take([{ key: 'a', limit: strict }]);
  clock.now = 999;
  store.take([{ key: 'b', limit: strict }]);
  store.take([{ key: 'c', limit: strict }]);

  assert.is(store.take([{ key: 'a', limit: strict }]).admitted, false);
});

memory.run();
