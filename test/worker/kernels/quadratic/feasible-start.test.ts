import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { feasibleStart } from '../../../../worker/kernels/quadratic/feasible-start.ts';

const start = suite('feasible-start');

function startOf(lower: readonly number[], upper: readonly number[], budget = 1) {
  const bounds = { lower: Float64Array.from(lower), upper: Float64Array.from(upper) };
  const { weights, places, marginal } = feasibleStart(bounds, budget, Int32Array.of(2, 0, 1));
  return { weights: Array.from(weights), places: Array.from(places), marginal };
}

start('the first in order are filled up to the budget', () => {
  assert.equal(startOf([0, 0, 0], [0.5, 1, 0.75]), {
    weights: [0.25, 0, 0.75],
    places: [0, -1, 1],
    marginal: 0,
  });
});

start('the last in order give way where the bounds ask for too much', () => {
  assert.equal(startOf([0.5, -1, 0.75], [1, 1, 1]), {
    weights: [0.5, -0.25, 0.75],
    places: [-1, 0, -1],
    marginal: 1,
  });
});

start('a symbol without bounds takes what is left', () => {
  const infinity = Number.POSITIVE_INFINITY;

  assert.equal(
    startOf([-infinity, -infinity, -infinity], [1, 1, infinity], -3).weights,
    [0, -3, 0],
  );
  assert.equal(startOf([0, 0, 0], [1, 1, infinity], 7).weights, [0, 0, 7]);
});

start('one symbol is free where nothing can move', () => {
  assert.equal(startOf([0.5, 0.25, 0.25], [0.5, 0.25, 0.25]).places, [0, -1, -1]);
});

start.run();
