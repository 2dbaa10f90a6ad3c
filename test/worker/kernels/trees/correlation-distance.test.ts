import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { correlationDistance } from '../../../../worker/kernels/trees/correlation-distance.ts';
import { squareOf } from '../../../support/covariances.ts';

const distance = suite('correlation-distance');

distance('the same are 0 apart, opposites 1', () => {
  const { values } = correlationDistance(squareOf([1, -1, 0.5, 0]));

  assert.equal(Array.from(values), [0, 1, 0.5, Math.SQRT1_2]);
});

distance('rounding makes no distance', () => {
  const { values } = correlationDistance(squareOf([1 - 5e-15, 1 + 1e-15, -1 - 1e-15, 1]));

  assert.equal(Array.from(values), [0, 0, 1, 0]);
});

distance('symbols without a common day are as far apart as uncorrelated ones', () => {
  const { values } = correlationDistance(squareOf([1, Number.NaN, Number.NaN, 1]));

  assert.equal(Array.from(values), [0, Math.SQRT1_2, Math.SQRT1_2, 0]);
});

distance.run();
