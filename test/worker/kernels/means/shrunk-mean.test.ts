import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { sampleCovariance } from '../../../../worker/kernels/covariances/sample-covariance.ts';
import { arithmeticMean } from '../../../../worker/kernels/means/arithmetic-mean.ts';
import {
  bayesStein,
  grandMeanShrinkage,
  jamesStein,
  type MeanSample,
} from '../../../../worker/kernels/means/shrunk-mean.ts';
import { allNear } from '../../../support/all-near.ts';
import { matrixOf, simulatedReturns } from '../../../support/simulated-returns.ts';

const shrunk = suite('shrunk-mean');

const identity = matrixOf([1, 0, 0], [0, 1, 0], [0, 0, 1]);
const apart: MeanSample = {
  mean: Float64Array.of(0, 1, 2),
  covariance: identity,
  observations: 10,
};

function sampleOf(seed: number, periods: number, symbols: number): MeanSample {
  const returns = simulatedReturns(seed, { periods, symbols, degenerate: false });
  return {
    mean: arithmeticMean(returns, 1),
    covariance: sampleCovariance(returns),
    observations: periods,
  };
}

shrunk('James and Stein draw three means towards their mean', () => {
  const found = jamesStein(apart);

  // (3·1 − 2·1)/(10·2).
  allNear([found.intensity, found.target], [0.05, 1]);
  allNear(found.mean, [0.05, 1, 1.95]);
});

shrunk('James and Stein leave two means of equal variance as they are', () => {
  const found = jamesStein({
    mean: Float64Array.of(1, 2),
    covariance: matrixOf([1, 0], [0, 1]),
    observations: 10,
  });

  assert.is(found.intensity, 0);
});

shrunk('Bayes and Stein draw towards the portfolio of least variance', () => {
  const covariance = matrixOf([1, 0, 0], [0, 1, 0], [0, 0, 2]);

  const found = bayesStein({ ...apart, covariance });

  // Its weights are 0.4, 0.4 and 0.2, its mean 0.8; Σ = S·9/5, so that the distance is
  // 10·(5/9)·(0.64 + 0.04 + 0.72) = 70/9, and the intensity 5/(5 + 70/9).
  allNear([found?.target ?? 0, found?.intensity ?? 0], [0.8, 45 / 115]);
  allNear(found?.mean ?? [], [
    0.8 - 0.8 * (70 / 115),
    0.8 + 0.2 * (70 / 115),
    0.8 + 1.2 * (70 / 115),
  ]);
});

shrunk('equal means are at their target', () => {
  const equal = { ...apart, mean: Float64Array.of(0.1, 0.1, 0.1) };

  for (const found of [jamesStein(equal), bayesStein(equal)]) {
    assert.is(found?.intensity, 1);
    allNear(found?.mean ?? [], [0.1, 0.1, 0.1]);
  }
});

shrunk('an intensity of one’s own goes so far towards the mean of all means', () => {
  for (const [intensity, expected] of [
    [0, [0, 1, 2]],
    [0.25, [0.25, 1, 1.75]],
    [1, [1, 1, 1]],
    [3, [1, 1, 1]],
  ] as const) {
    allNear(grandMeanShrinkage(Float64Array.of(0, 1, 2), intensity).mean, expected);
  }
});

shrunk('Bayes and Stein have no answer with too few returns or a singular covariance', () => {
  assert.is(bayesStein({ ...apart, observations: 5 }), undefined);
  assert.is(
    bayesStein({ ...apart, covariance: matrixOf([1, 1, 0], [1, 1, 0], [0, 0, 1]) }),
    undefined,
  );
  assert.is(
    bayesStein({ ...apart, covariance: matrixOf([1, 0, 0], [0, 0, 0], [0, 0, 1]) }),
    undefined,
  );
});

shrunk('James and Stein answer on fewer periods than symbols', () => {
  for (let seed = 1; seed <= 20; seed++) {
    const { mean, intensity } = jamesStein(sampleOf(seed, 4, 12));

    assert.ok(intensity >= 0 && intensity <= 1);
    assert.ok(mean.every(Number.isFinite));
  }
});

shrunk('means keep their order and come closer together', () => {
  for (let seed = 1; seed <= 30; seed++) {
    const sample = sampleOf(seed, 40, 6);
    for (const found of [jamesStein(sample), bayesStein(sample)]) {
      const { mean, intensity, target } = found ?? jamesStein(sample);
      const expected = sample.mean.map((value) => target + (1 - intensity) * (value - target));

      assert.ok(intensity >= 0 && intensity <= 1);
      allNear(mean, expected, 1e-14);
    }
  }
});

shrunk('the unit of returns does not matter', () => {
  const sample = sampleOf(3, 40, 6);
  const percent = {
    mean: sample.mean.map((value) => 100 * value),
    covariance: { ...sample.covariance, values: sample.covariance.values.map((v) => 1e4 * v) },
    observations: 40,
  };

  allNear([jamesStein(percent).intensity], [jamesStein(sample).intensity]);
  allNear([bayesStein(percent)?.intensity ?? 0], [bayesStein(sample)?.intensity ?? 1], 1e-11);
});

shrunk.run();
