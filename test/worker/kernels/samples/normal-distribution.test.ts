import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  normalCdf,
  normalDensity,
  normalQuantile,
} from '../../../../worker/kernels/samples/normal-distribution.ts';
import { uniformRandom } from '../../../../worker/kernels/samples/random.ts';
import { near } from '../../../support/near.ts';
import { golden } from '../../../support/report-figures.ts';

const normal = suite('normal-distribution');

normal('closed forms hold', () => {
  assert.is(normalCdf(0), 0.5);
  near(normalQuantile(0.5), 0, 1e-13);
  near(normalDensity(0), 1 / Math.sqrt(2 * Math.PI), 1e-16);
  assert.is(normalQuantile(0), Number.NEGATIVE_INFINITY);
  assert.is(normalQuantile(1), Number.POSITIVE_INFINITY);
  assert.is(normalCdf(Number.NEGATIVE_INFINITY), 0);
  assert.is(normalCdf(Number.POSITIVE_INFINITY), 1);
  assert.ok(Number.isNaN(normalQuantile(-0.1)));
});

normal('the distribution function is scipy’s, far into the lower tail', () => {
  for (const [x, probability] of golden.normal.cdf) {
    const error = Math.abs(normalCdf(x) - probability);
    assert.ok(error <= 1e-12 * probability, `${x}: ${error / probability}`);
  }
});

normal('the quantile is scipy’s', () => {
  for (const [p, x] of golden.normal.quantile) near(normalQuantile(p), x, 2e-13);
});

normal('quantile and distribution function undo each other', () => {
  const uniform = uniformRandom(1);
  for (let i = 0; i < 1000; i++) {
    const p = uniform();
    near(normalCdf(normalQuantile(p)), p, 1e-13);
  }
});

normal.run();
