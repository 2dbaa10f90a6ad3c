import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { quantile } from '../../../../worker/kernels/samples/quantile.ts';
import { near } from '../../../support/near.ts';

const share = suite('quantile');

share('quantiles lie between order statistics as numpy puts them', () => {
  const sorted = Float64Array.of(1, 2, 4, 8);

  // numpy.quantile([1, 2, 4, 8], [0, 0.25, 0.5, 0.9, 1])
  for (const [at, expected] of [
    [0, 1],
    [0.25, 1.75],
    [0.5, 3],
    [0.9, 6.8],
    [1, 8],
  ] as const) {
    near(quantile(sorted, at), expected);
  }
});

share('one value is every quantile, and none has none', () => {
  assert.is(quantile(Float64Array.of(7), 0.3), 7);
  assert.throws(() => quantile(new Float64Array(), 0.5), RangeError);
});

share.run();
