import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { hashOf, mixed } from '../../../proxy/balancers/hash.ts';

const hash = suite('hash');

hash('a text and its bytes are equal', () => {
  assert.is(hashOf('/backend?q=\xe9'), hashOf(Buffer.from('/backend?q=\xe9', 'latin1')));
});

hash('published values of the finalizer are met', () => {
  assert.is(mixed(0), 0);
  assert.is(mixed(1), 0x514e28b7);
});

hash('one changed bit changes half of the others', () => {
  let changed = 0;
  for (let key = 0; key < 1000; key += 1) {
    for (let bits = mixed(key) ^ mixed(key ^ 1); bits !== 0; bits &= bits - 1) changed += 1;
  }

  assert.ok(Math.abs(changed / 1000 - 16) < 0.5, `${changed / 1000} bits`);
});

hash.run();
