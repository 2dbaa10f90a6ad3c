import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { diversificationRatio } from '../../../worker/kernels/diversification-ratio.ts';
import { inverseVolatilityWeights } from '../../../worker/kernels/inverse-volatility.ts';
import { maximumDecorrelation } from '../../../worker/kernels/maximum-decorrelation.ts';
import { maximumDiversification } from '../../../worker/kernels/maximum-diversification.ts';
import { uniformRandom } from '../../../worker/kernels/random.ts';
import { randomCovariance, squareOf } from '../../support/covariances.ts';
import { golden } from '../../support/golden-trees.ts';
import { randomWeights } from '../../support/markets.ts';
import { alike, areWeights } from '../../support/weights.ts';

const diversification = suite('maximum-diversification');

diversification('two symbols share in inverse proportion to volatility', () => {
  const covariance = squareOf([1, 0.9, 0.9, 9]);

  alike(maximumDiversification(covariance)?.weights ?? [], [0.75, 0.25], { within: 1e-15 });
  alike(maximumDecorrelation(covariance)?.weights ?? [], [0.5, 0.5], { within: 1e-15 });
});

diversification('the ratio of uncorrelated symbols is the root of their number', () => {
  const covariance = squareOf([1, 0, 0, 0, 4, 0, 0, 0, 16]);
  const weights = inverseVolatilityWeights(covariance);

  assert.ok(Math.abs((diversificationRatio(covariance, weights) ?? NaN) - Math.sqrt(3)) < 1e-15);
  assert.is(diversificationRatio(covariance, Float64Array.of(0, 1, 0)), 1);
  assert.is(diversificationRatio(squareOf([0]), Float64Array.of(1)), undefined);
});

diversification('symbols without variance are not held', () => {
  const covariance = squareOf([0, 0, 0, 0, 1, 0, 0, 0, 4]);

  alike(maximumDiversification(covariance)?.weights ?? [], [0, 2 / 3, 1 / 3], { within: 1e-15 });
  alike(maximumDecorrelation(covariance)?.weights ?? [], [0, 0.5, 0.5], { within: 1e-15 });
  assert.is(maximumDiversification(squareOf([0])), undefined);
  assert.is(maximumDecorrelation(squareOf([0])), undefined);
});

diversification('no other portfolio is more diversified', () => {
  for (let seed = 1; seed <= 1500; seed++) {
    const { covariance, kind } = randomCovariance(seed);
    const best = maximumDiversification(covariance);
    assert.ok(best !== undefined);
    areWeights(best.weights, `${kind} ${seed}`);
    areWeights(maximumDecorrelation(covariance)?.weights ?? new Float64Array(0), `${seed}`);
    if (best.riskless) continue;
    const highest = diversificationRatio(covariance, best.weights) ?? NaN;
    const uniform = uniformRandom(seed);
    for (let k = 0; k < 20; k++) {
      const other = diversificationRatio(covariance, randomWeights(covariance.rows, uniform));
      assert.ok((other ?? 0) <= highest * (1 + 1e-9), `${kind} ${seed}`);
    }
  }
});

for (const [k, given] of golden.allocations.entries()) {
  diversification(`golden weights of ${given.size} symbols come out, case ${k}`, () => {
    const covariance = squareOf(given.covariance);

    alike(maximumDiversification(covariance)?.weights ?? [], given.maximumDiversification, {
      within: 1e-14,
    });
    alike(maximumDecorrelation(covariance)?.weights ?? [], given.maximumDecorrelation, {
      within: 1e-14,
    });
  });
}

diversification.run();
