import { suite } from 'uvu';
import { equalWeights } from '../../../../worker/kernels/risk/equal-weight.ts';
import { inverseVarianceWeights } from '../../../../worker/kernels/risk/inverse-variance.ts';
import { inverseVolatilityWeights } from '../../../../worker/kernels/risk/inverse-volatility.ts';
import { inverselyTo } from '../../../../worker/kernels/risk/inversely.ts';
import { randomCovariance, squareOf } from '../../../support/covariances.ts';
import { alike, areWeights } from '../../../support/weights.ts';

const inversely = suite('inversely');

inversely('half the risk has twice the weight', () => {
  const covariance = squareOf([1, 0.5, 0.5, 4]);

  alike(inverselyTo(Float64Array.of(2, 1)), [1 / 3, 2 / 3], { within: 0 });
  alike(inverseVolatilityWeights(covariance), [2 / 3, 1 / 3], { within: 0 });
  alike(inverseVarianceWeights(covariance), [0.8, 0.2], { within: 0 });
  alike(equalWeights(4), [0.25, 0.25, 0.25, 0.25], { within: 0 });
});

inversely('what has no risk shares everything', () => {
  alike(inverselyTo(Float64Array.of(0, 3, 0)), [0.5, 0, 0.5], { within: 0 });
  alike(inverseVolatilityWeights(squareOf([0, 0, 0, 1])), [1, 0], { within: 0 });
  // What rounding makes of returns that are all the same.
  alike(inverseVarianceWeights(squareOf([1e-32, 0, 0, 1e-4])), [1, 0], { within: 0 });
});

inversely('risks of any size give weights', () => {
  alike(inverselyTo(Float64Array.of(1e-320, 1e-320)), [0.5, 0.5], { within: 0 });
  alike(inverselyTo(Float64Array.of(1e300, 1e300)), [0.5, 0.5], { within: 0 });
  for (let seed = 1; seed <= 600; seed++) {
    const { covariance, kind } = randomCovariance(seed);
    areWeights(inverseVolatilityWeights(covariance), `${kind} ${seed}`);
    areWeights(inverseVarianceWeights(covariance), `${kind} ${seed}`);
  }
});

inversely.run();
