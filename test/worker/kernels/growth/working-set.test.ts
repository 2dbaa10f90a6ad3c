import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { workingSet } from '../../../../worker/kernels/growth/working-set.ts';

const working = suite('working-set');

const long = { lower: new Float64Array(5), upper: new Float64Array(5).fill(1) };

function members(weights: readonly number[], slopes: readonly number[], most: number): number[] {
  const point = {
    ...long,
    weights: Float64Array.from(weights),
    slopes: Float64Array.from(slopes),
  };
  return Array.from(workingSet(point, most));
}

working('few symbols are all in it', () => {
  assert.equal(members([1, 0, 0, 0, 0], [0, 0, 0, 0, 0], 5), [0, 1, 2, 3, 4]);
});

working('symbols between their bounds are in it, and the steepest of the others', () => {
  assert.equal(members([0.5, 0.5, 0, 0, 0], [2, 2, 1, 3, 4], 1), [0, 1, 4]);
  assert.equal(members([0.5, 0.5, 0, 0, 0], [2, 2, 1, 3, 4], 2), [0, 1, 3, 4]);
  assert.equal(members([0.5, 0.5, 0, 0, 0], [2, 2, 1, 1, 1], 2), [0, 1]);
});

working('with all at bounds, one that can give and one that can take are in it', () => {
  assert.equal(members([0, 1, 0, 0, 0], [2, 2, 1, 3, 4], 1), [1, 4]);
  assert.equal(members([0, 1, 0, 0, 0], [2, 5, 1, 3, 4], 1), [1, 4]);
});

working.run();
