import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { highestReturn } from '../../../../worker/kernels/frontier/highest-return.ts';

const highest = suite('highest-return');

const infinity = Number.POSITIVE_INFINITY;
const covariance = { rows: 3, columns: 3, values: Float64Array.of(1, 0, 0, 0, 3, 0, 0, 0, 1) };

function weightsOf(
  mean: readonly number[],
  lower: readonly number[],
  upper: readonly number[],
): number[] | string {
  const found = highestReturn(
    { mean: Float64Array.from(mean), covariance },
    { lower: Float64Array.from(lower), upper: Float64Array.from(upper) },
  );
  return found.solved ? Array.from(found.weights) : found.reason;
}

highest('symbols are filled by falling mean', () => {
  assert.equal(weightsOf([1, 3, 2], [0, 0, 0], [1, 0.5, 0.25]), [0.25, 0.5, 0.25]);
  assert.equal(weightsOf([1, 3, 2], [-1, -1, -1], [1, 1, 1]), [-1, 1, 1]);
});

highest('equal means share what is left so that it varies least', () => {
  const weights = weightsOf([2, 2, 1], [0, 0, 0], [1, 1, 1]);

  for (const [i, expected] of [0.75, 0.25, 0].entries()) {
    assert.ok(Math.abs(Number(weights[i]) - expected) < 1e-15);
  }
});

highest('symbols that can not move are left out', () => {
  assert.equal(weightsOf([1, 3, 2], [0, 0.25, 0], [1, 0.25, 1]), [0, 0.25, 0.75]);
});

highest('one open end is filled from the others', () => {
  assert.equal(weightsOf([1, 3, 2], [0, 0, 0], [1, infinity, 1]), [0, 1, 0]);
  assert.equal(weightsOf([1, 3, 2], [-infinity, 0, 0], [1, 2, 1]), [-2, 2, 1]);
});

highest('two open ends have no limit', () => {
  assert.is(weightsOf([1, 3, 2], [-infinity, 0, 0], [1, infinity, 1]), 'unbounded-return');
  assert.equal(weightsOf([3, 1, 2], [-infinity, 0, 0], [infinity, 1, 1]), [1, 0, 0]);
});

highest.run();
