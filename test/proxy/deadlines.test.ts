import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Deadlines } from '../../proxy/deadlines.ts';

const deadlines = suite('deadlines');

deadlines('what is due expires, the rest does not', () => {
  let nowMs = 0;
  const expired: string[] = [];
  const watch = new Deadlines(() => nowMs);
  const early = { dueAt: 100, expire: () => expired.push('early') };
  const late = { dueAt: 200, expire: () => expired.push('late') };
  watch.add(early);
  watch.add(late);

  watch.sweep();
  nowMs = 100;
  watch.sweep();

  assert.equal(expired, ['early']);
  watch.delete(early);
  watch.delete(late);
  watch.sweep();
  assert.is(watch.size, 0);
});

deadlines('a deadline may move while it is watched', () => {
  let nowMs = 0;
  const expired: number[] = [];
  const watch = new Deadlines(() => nowMs);
  const moved = { dueAt: 100, expire: () => expired.push(nowMs) };
  watch.add(moved);

  moved.dueAt = 300;
  nowMs = 250;
  watch.sweep();
  nowMs = 301;
  watch.sweep();

  assert.equal(expired, [301]);
  watch.delete(moved);
  watch.sweep();
});

deadlines.run();
