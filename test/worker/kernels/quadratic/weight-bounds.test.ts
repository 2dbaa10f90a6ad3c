import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { boundsFault } from '../../../../worker/kernels/quadratic/weight-bounds.ts';

const bounds = suite('weight-bounds');

function faultOf(lower: readonly number[], upper: readonly number[], budget?: number) {
  const pair = { lower: Float64Array.from(lower), upper: Float64Array.from(upper) };
  return boundsFault(budget === undefined ? pair : { ...pair, budget });
}

bounds('bounds that hold weights have no fault', () => {
  assert.is(faultOf([0, 0], [1, 1]), undefined);
  assert.is(faultOf([0.5, 0.5], [0.5, 0.5]), undefined);
  assert.is(faultOf([Number.NEGATIVE_INFINITY, 0], [0, Number.POSITIVE_INFINITY]), undefined);
  assert.is(faultOf([-1, -1], [0, 0], -1), undefined);
});

bounds('sums that miss the budget are told', () => {
  assert.equal(faultOf([0.75, 0.5], [1, 1]), { reason: 'lower-bounds-above-budget', sum: 1.25 });
  assert.equal(faultOf([0, 0], [0.25, 0.5]), { reason: 'upper-bounds-below-budget', sum: 0.75 });
});

bounds('a lower bound above the upper one is told first', () => {
  assert.equal(faultOf([2, 0.5], [3, 0.25]), { reason: 'crossed-bounds', symbol: 1 });
  assert.equal(faultOf([0, 0], [Number.NaN, 1]), { reason: 'crossed-bounds', symbol: 0 });
  const infinity = Number.POSITIVE_INFINITY;
  assert.equal(faultOf([infinity], [infinity]), { reason: 'crossed-bounds', symbol: 0 });
});

bounds('sums that miss the budget by rounding are no fault', () => {
  assert.is(faultOf(new Array(10).fill(0), new Array(10).fill(0.1)), undefined);
});

bounds.run();
