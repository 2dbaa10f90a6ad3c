import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { diversificationRatio } from '../../../../worker/kernels/risk/diversification-ratio.ts';

const ratio = suite('diversification-ratio');

ratio('the ratio of uncorrelated equal risks is the root of their number', () => {
  const found = diversificationRatio(Float64Array.of(2, 2, 2), Math.sqrt(12));

  assert.ok(Math.abs((found ?? NaN) - Math.sqrt(3)) < 1e-15);
});

ratio('one symbol diversifies nothing', () => {
  assert.is(diversificationRatio(Float64Array.of(0, 3, 0), 3), 1);
});

ratio('without risk there is none', () => {
  assert.is(diversificationRatio(Float64Array.of(0), 0), undefined);
});

ratio.run();
