import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  sameSelection,
  selectionOf,
  selects,
  unselective,
  variantKey,
} from '../../../proxy/cache/vary.ts';

const vary = suite('vary');

const asked = ['Accept', 'text/html', 'X-A', '1', 'x-a', '2'];

vary('without Vary every request selects the same', () => {
  assert.is(selectionOf(undefined, asked), unselective);
  assert.ok(selects(unselective, []));
});

vary('a star anywhere selects nothing ever again', () => {
  for (const text of ['*', '*, *', ', *', 'Foo, *', '*, Foo']) {
    assert.is(selectionOf(text, asked), undefined, text);
  }
});

vary('a request selects it with equal values of all named fields', () => {
  const selection = selectionOf('Accept, X-A', asked) ?? unselective;

  assert.ok(selects(selection, asked));
  assert.ok(selects(selection, ['x-a', '1, 2', 'ACCEPT', 'text/html', 'Other', 'b']));
  assert.not(selects(selection, ['X-A', '1', 'Accept', 'text/html']));
  assert.not(selects(selection, ['Accept', 'text/html']));
  assert.not(selects(selection, ['Accept', 'TEXT/html', 'X-A', '1,2']));
});

vary('an absent field is not an empty one', () => {
  const without = selectionOf('Foo', asked) ?? unselective;

  assert.ok(selects(without, asked));
  assert.not(selects(without, ['Foo', '']));
});

vary('white space around commas makes no difference, within quotes it does', () => {
  const selection = selectionOf('A', ['A', 'x ,  y']) ?? unselective;
  assert.ok(selects(selection, ['A', 'x,y']));
  const quoted = selectionOf('A', ['A', '"x , y"']) ?? unselective;
  assert.not(selects(quoted, ['A', '"x,y"']));
});

vary('order and case of the names make no difference', () => {
  const one = selectionOf('Accept, X-A', asked);
  const other = selectionOf('x-a,accept , Accept', asked);
  assert.ok(one !== undefined && other !== undefined && sameSelection(one, other));
  assert.not(sameSelection(one ?? unselective, selectionOf('Accept', asked) ?? unselective));
});

vary('a hostile value is compared in no time', () => {
  const startedAt = performance.now();
  selectionOf('A', ['A', `x${' '.repeat(30_000)}y`]);
  assert.ok(performance.now() - startedAt < 500);
});

vary('only requests that select the same share a key', () => {
  const keyOf = (fields: readonly string[]) => variantKey('k', ['a', 'b'], fields);

  assert.is(variantKey('k', [], ['A', '1']), 'k');
  assert.is(keyOf(['A', '1,2', 'C', '3']), keyOf(['C', '4', 'a', '1', 'a', '2']));
  const others = [[], ['A', ''], ['A', '1'], ['B', '1'], ['A', '1', 'B', '1']];
  assert.is(new Set(others.map(keyOf)).size, others.length);
});

vary.run();
