import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { renew, renewable } from '../../../proxy/reload/renew.ts';

const renewal = suite('renew');

renewal('who holds a part sees its new values', () => {
  const live = renewable({ a: 1, part: { b: 2, deep: { c: 3 } }, list: [1] });
  const { part } = live;
  const { deep } = part;

  renew(live, { a: 4, part: { b: 5, deep: { c: 6 } }, list: [2, 3] });

  assert.equal([live.a, part.b, deep.c, live.list], [4, 5, 6, [2, 3]]);
  assert.is(live.part, part);
});

renewal('what is there no longer goes', () => {
  const live: { key: { part: string; name?: string } } = { key: { part: 'header', name: 'x' } };

  renew(live, { key: { part: 'body' } });

  assert.equal(live, { key: { part: 'body' } });
});

renewal('sets and maps are replaced whole', () => {
  const before = new Set(['a']);
  const live = renewable({ names: before, none: undefined });

  renew(live, { names: new Set(['b']), none: { some: 1 } });

  assert.equal(live, { names: new Set(['b']), none: { some: 1 } });
  assert.equal(before, new Set(['a']));
});

renewal('neither the first nor a later original is touched', () => {
  const first = Object.freeze({ part: Object.freeze({ a: 1 }) });
  const second = Object.freeze({ part: Object.freeze({ a: 2 }) });
  const live = renewable(first);

  renew(live, second);
  renew(live, { part: { a: 3 } });

  assert.equal([live.part.a, first.part.a, second.part.a], [3, 1, 2]);
});

renewal.run();
