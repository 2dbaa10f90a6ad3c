import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { simpleReturns } from '../../../../worker/kernels/paths/path-statistics.ts';
import { heldPath } from '../../../../worker/kernels/paths/weights-path.ts';
import { sampleMoments } from '../../../../worker/kernels/samples/sample-moments.ts';
import { normals } from '../../../support/markets.ts';
import { near } from '../../../support/near.ts';
import { golden, goldenCloses } from '../../../support/report-figures.ts';

const moments = suite('sample-moments');

moments('a sample worked by hand', () => {
  // Mean 1, central moments 3/2, 3/2 and 9/2 with divisor 4.
  const found = sampleMoments(Float64Array.of(0, 0, 1, 3));

  assert.is(found.mean, 1);
  near(found.deviation, Math.sqrt(2));
  near(found.skewness, 1.5 / 1.5 ** 1.5);
  near(found.excessKurtosis, 4.5 / 2.25 - 3);
});

moments('two values have the least kurtosis there is', () => {
  const { skewness, excessKurtosis } = sampleMoments(Float64Array.of(-1, 1));

  assert.is(skewness, 0);
  near(excessKurtosis, -2);
});

moments('values that do not vary have no shape', () => {
  const flat = sampleMoments(new Float64Array(9).fill(0.1));

  assert.is(flat.deviation, 0);
  assert.is(flat.skewness, undefined);
  assert.is(flat.excessKurtosis, undefined);
});

moments('one value is too few', () => {
  assert.throws(() => sampleMoments(Float64Array.of(1)), /two values/);
});

moments('shape is free of shift and scale, and turns with the sign', () => {
  const normal = normals(3);
  const values = Float64Array.from({ length: 500 }, () => normal() ** 2);
  const one = sampleMoments(values);
  const other = sampleMoments(values.map((value) => 7 - 0.01 * value));

  near(other.skewness, -(one.skewness ?? 0), 1e-9);
  near(other.excessKurtosis, one.excessKurtosis ?? 0, 1e-9);
});

moments('skewness and kurtosis are scipy’s', () => {
  const path = heldPath(goldenCloses(), Float64Array.from(golden.weights));
  const { deviation, skewness, excessKurtosis } = sampleMoments(simpleReturns(path));

  near(Math.sqrt(252) * deviation, golden.buy_and_hold.annual_volatility);
  near(skewness, golden.buy_and_hold.skewness, 1e-11);
  near(excessKurtosis, golden.buy_and_hold.excess_kurtosis, 1e-11);
});

moments.run();
