import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { bindingBounds } from '../../../../worker/kernels/hold/binding-bounds.ts';

const binding = suite('binding-bounds');

const bounds = (lower: readonly number[], upper: readonly number[]) => ({
  lower: Float64Array.from(lower),
  upper: Float64Array.from(upper),
});

binding('weights from 0 to 1 are bounded by nothing', () => {
  assert.is(bindingBounds(bounds([0, 0], [1, 1])), undefined);
  assert.is(bindingBounds(bounds([0, 0, 0], [1, 3, 1])), undefined);
});

binding('an upper bound is left out where lower ones leave no more', () => {
  const found = bindingBounds(bounds([0.1, 0.2, 0], [0.8, 1, 0.6]));

  assert.equal(
    found,
    bounds([0.1, 0.2, 0], [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0.6]),
  );
});

binding('one upper bound is enough to hold weights back', () => {
  assert.equal(
    bindingBounds(bounds([0, 0], [0.9, 1])),
    bounds([0, 0], [0.9, Number.POSITIVE_INFINITY]),
  );
});

binding.run();
