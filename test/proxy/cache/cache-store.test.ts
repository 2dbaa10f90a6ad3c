import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { CacheStore } from '../../../proxy/cache/cache-store.ts';
import type { StoredResponse } from '../../../proxy/cache/stored-response.ts';
import { someStored } from './some-stored.ts';

const store = suite('cache-store');

const oneBytes = someStored({ key: 'http://a/0' }).sizeBytes;

function made(entries: number): { readonly kept: CacheStore; readonly evicted: () => number } {
  let count = 0;
  const onEvicted = (): void => {
    count += 1;
  };
  return {
    kept: new CacheStore({ maxBytes: entries * oneBytes, onEvicted }),
    evicted: () => count,
  };
}

function at(key: string): StoredResponse {
  return someStored({ key: `http://a/${key}` });
}

function variant(value: string, key = 'http://a/v'): StoredResponse {
  return someStored({ key, selection: { names: ['foo'], values: [value] } });
}

store('the least recently used goes first when the bytes are used up', () => {
  const { kept, evicted } = made(3);
  for (const key of ['1', '2', '3']) kept.put(at(key));
  kept.find('http://a/1', { fields: [] });
  kept.put(at('4'));

  assert.is(kept.count, 3);
  assert.is(kept.bytes, 3 * oneBytes);
  assert.is(evicted(), 1);
  assert.is(kept.find('http://a/2', { fields: [] }), undefined);
  assert.ok(kept.find('http://a/1', { fields: [] }));
});

store('a response takes the place of the one before', () => {
  const { kept, evicted } = made(3);
  kept.put(at('1'));
  const newer = at('1');
  kept.put(newer);

  assert.is(kept.count, 1);
  assert.is(kept.bytes, oneBytes);
  assert.is(kept.find('http://a/1', { fields: [] }), newer);
  assert.is(evicted(), 0);
});

store('one that is larger than all memory is not kept, nor what it replaces', () => {
  const { kept } = made(2);
  kept.put(at('1'));

  assert.not(kept.put(someStored({ key: 'http://a/1', body: Buffer.alloc(3 * oneBytes) })));
  assert.is(kept.count, 0);
  assert.is(kept.bytes, 0);
});

store('an older response does not take the place of a newer one', () => {
  const { kept } = made(3);
  const newer = someStored({ givenAt: 2 });
  const older = someStored({ givenAt: 1 });
  assert.ok(kept.put(newer));

  assert.not(kept.put(older));
  assert.is(kept.find('http://a/', { fields: [] }), newer);
  assert.ok(kept.superseded(older));
  assert.not(kept.superseded(newer));
  assert.ok(kept.put(someStored({ givenAt: 2 })));
  assert.ok(kept.put(someStored({ givenAt: 0, selection: { names: ['foo'], values: ['a'] } })));
});

store('variants of a key live side by side', () => {
  const { kept } = made(9);
  const one = variant('1');
  const two = variant('2');
  kept.put(one);
  kept.put(two);

  assert.is(kept.find('http://a/v', { fields: ['Foo', '1'] }), one);
  assert.is(kept.find('http://a/v', { fields: ['Foo', '2'] }), two);
  assert.is(kept.find('http://a/v', { fields: ['Foo', '3'] }), undefined);
  assert.ok(kept.has('http://a/v'));
  assert.is(kept.delete('http://a/v'), 2);
  assert.not(kept.has('http://a/v'));
});

store('the variants of one key are bounded', () => {
  const { kept, evicted } = made(1000);
  for (let i = 0; i < 100; i += 1) kept.put(variant(String(i)));

  assert.is(kept.count, 32);
  assert.is(evicted(), 68);
  assert.ok(kept.find('http://a/v', { fields: ['Foo', '99'] }));
  assert.is(kept.find('http://a/v', { fields: ['Foo', '0'] }), undefined);
});

store('a prefix takes all keys that begin so', () => {
  const { kept } = made(9);
  for (const key of ['x/1', 'x/2', 'y']) kept.put(at(key));

  assert.is(kept.deletePrefix('http://a/x/'), 2);
  assert.is(kept.count, 1);
  assert.is(kept.deletePrefix(''), 1);
  assert.is(kept.bytes, 0);
});

store('only the very response that is meant is dropped', () => {
  const { kept } = made(9);
  const older = at('1');
  kept.put(older);
  const newer = at('1');
  kept.put(newer);
  kept.drop(older);

  assert.is(kept.find('http://a/1', { fields: [] }), newer);
  kept.drop(newer);
  assert.is(kept.count, 0);
});

store('bytes and count hold through thousands of random steps', () => {
  const { kept } = made(40);
  const random = randomNumbers();
  for (let i = 0; i < 20_000; i += 1) {
    step(kept, random);
    assert.ok(kept.bytes <= 40 * oneBytes);
  }
  const found = everything(kept);

  assert.is(kept.count, found.length);
  assert.is(
    kept.bytes,
    found.reduce((bytes, { sizeBytes }) => bytes + sizeBytes, 0),
  );
  kept.deletePrefix('');
  assert.is(kept.bytes, 0);
});

store.run();

/** A generator of whole numbers below a bound, the same ones every time. */
function randomNumbers(): (below: number) => number {
  let seed = 1;
  return (below) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
}

function step(kept: CacheStore, random: (below: number) => number): void {
  const key = `http://a/${random(30)}`;
  const value = String(random(4));
  const choice = random(10);
  if (choice < 5) kept.put(variant(value, key));
  else if (choice < 9) kept.find(key, { fields: ['Foo', value] });
  else kept.delete(key);
}

function everything(kept: CacheStore): readonly StoredResponse[] {
  const places = Array.from({ length: 120 }, (_, i) => [Math.floor(i / 4), i % 4] as const);
  return places.flatMap(([key, value]) => {
    const found = kept.find(`http://a/${key}`, { fields: ['Foo', String(value)] });
    return found === undefined ? [] : [found];
  });
}
