import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { omegaRatio } from '../../../../worker/kernels/downside/omega-ratio.ts';
import { normals } from '../../../support/markets.ts';
import { near } from '../../../support/near.ts';

const omega = suite('omega-ratio');

omega('what is above the threshold is divided by what is below', () => {
  const returns = Float64Array.of(0.03, -0.01, 0.01, -0.01);

  near(omegaRatio(returns, 0), 2);
  near(omegaRatio(returns, 0.01), 0.5);
});

omega('it is 1 at the mean, and falls as the threshold rises', () => {
  const normal = normals(3);
  const returns = Float64Array.from({ length: 500 }, () => 0.01 * normal());
  const mean = returns.reduce((sum, one) => sum + one, 0) / 500;

  near(omegaRatio(returns, mean), 1, 1e-12);
  for (const threshold of [-0.02, -0.01, 0, 0.01]) {
    const next = omegaRatio(returns, threshold + 0.001) ?? 0;
    assert.ok((omegaRatio(returns, threshold) ?? 0) > next);
    // The same as the mean over that of the shortfall.
    const short = returns.reduce((sum, one) => sum + Math.max(0, threshold - one), 0) / 500;
    near(omegaRatio(returns, threshold), 1 + (mean - threshold) / short, 1e-10);
  }
});

omega('there is none where nothing is below', () => {
  assert.is(omegaRatio(Float64Array.of(0.01, 0.02), 0.01), undefined);
  assert.is(omegaRatio(Float64Array.of(0.01, 0.02), 0), undefined);
});

omega.run();
