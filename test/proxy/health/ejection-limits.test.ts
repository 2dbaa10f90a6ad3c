import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { mayEjectOneMore, panics } from '../../../proxy/health/ejection-limits.ts';

const limits = suite('limits of ejection');

/** How many of `live` peers are ejected when all of them fail. */
const mostEjected = (live: number, sharePercent: number): number => {
  let ejected = 0;
  while (ejected < live && mayEjectOneMore({ live, ejected, present: live }, sharePercent)) {
    ejected += 1;
  }
  return ejected;
};

limits('no more than a share is ejected', () => {
  assert.is(mostEjected(10, 50), 5);
  assert.is(mostEjected(10, 59), 5);
  assert.is(mostEjected(3, 50), 1);
});

limits('one always may be', () => {
  assert.is(mostEjected(10, 5), 1);
  assert.is(mostEjected(2, 0), 1);
});

limits('with a hundred percent all are', () => {
  assert.is(mostEjected(7, 100), 7);
});

const panicsAt = (usable: number, present: number, percent: number): boolean =>
  panics({ live: present, ejected: present - usable, present }, percent);

limits('fewer than the threshold make a panic', () => {
  assert.is(panicsAt(4, 10, 50), true);
  assert.is(panicsAt(5, 10, 50), false);
  assert.is(panicsAt(0, 2, 1), true);
});

limits('without a threshold nothing does', () => {
  assert.is(panicsAt(0, 10, 0), false);
});

limits('nobody present is no panic', () => {
  assert.is(panicsAt(0, 0, 100), false);
});

limits.run();
