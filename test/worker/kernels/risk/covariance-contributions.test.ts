import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { covarianceContributions } from '../../../../worker/kernels/risk/covariance-contributions.ts';
import { uniformRandom } from '../../../../worker/kernels/samples/random.ts';
import { randomCovariance, squareOf } from '../../../support/covariances.ts';
import { randomWeights } from '../../../support/markets.ts';
import { alike } from '../../../support/weights.ts';

const contributions = suite('covariance-contributions');

contributions('a volatility is split by hand', () => {
  // Σw = (1.25, 1.75), variance 1.5.
  const found = covarianceContributions(squareOf([2, 0.5, 0.5, 3]), Float64Array.of(0.5, 0.5));
  const root = Math.sqrt(1.5);

  assert.is(found?.volatility, root);
  alike(found?.marginal ?? [], [1.25 / root, 1.75 / root], { within: 1e-15 });
  alike(found?.absolute ?? [], [0.625 / root, 0.875 / root], { within: 1e-15 });
  alike(found?.share ?? [], [0.625 / 1.5, 0.875 / 1.5], { within: 1e-15 });
});

contributions('a hedge has a negative share', () => {
  const { share } =
    covarianceContributions(squareOf([1, -0.9, -0.9, 1]), Float64Array.of(0.9, 0.1)) ?? {};

  assert.ok((share?.[1] ?? 0) < 0);
});

contributions('a portfolio without risk has none to split', () => {
  const nothing = covarianceContributions(squareOf([0, 0, 0, 1]), Float64Array.of(1, 0));

  assert.is(nothing, undefined);
});

contributions('shares sum to 1, and amounts to the volatility, on all kinds of covariances', () => {
  for (let seed = 1; seed <= 1200; seed++) {
    const { covariance, kind } = randomCovariance(seed);
    const weights = randomWeights(covariance.rows, uniformRandom(seed));
    const found = covarianceContributions(covariance, weights);
    const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);

    assert.ok(found !== undefined, `${kind} ${seed}`);
    assert.ok(Math.abs(sum(found.share) - 1) < 1e-13, `${kind} ${seed}`);
    assert.ok(Math.abs(sum(found.absolute) / found.volatility - 1) < 1e-13, `${kind} ${seed}`);
  }
});

contributions('shapes that differ are refused', () => {
  assert.throws(() => covarianceContributions(squareOf([1]), Float64Array.of(1, 0)), RangeError);
});

contributions.run();
