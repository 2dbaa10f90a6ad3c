import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Matrix } from '../../../../worker/kernels/algebra/matrix.ts';
import { correlationOf, covarianceOf } from '../../../../worker/kernels/covariances/correlation.ts';
import { exponentialCovariance } from '../../../../worker/kernels/covariances/exponential-covariance.ts';
import { leastOverlap } from '../../../../worker/kernels/covariances/least-overlap.ts';
import { sampleCovariance } from '../../../../worker/kernels/covariances/sample-covariance.ts';
import { semicovariance } from '../../../../worker/kernels/covariances/semicovariance.ts';
import { allNear } from '../../../support/all-near.ts';
import { goldenEstimates } from '../../../support/golden-estimates.ts';
import { matrixOf, simulatedReturns } from '../../../support/simulated-returns.ts';

const risk = suite('sample-covariance');

const nothing = Number.NaN;

function without(returns: Matrix, t: number, i: number): Matrix {
  const values = returns.values.slice();
  values[t * returns.columns + i] = nothing;
  return { ...returns, values };
}

risk('two symbols that move against each other have a negative covariance', () => {
  const covariance = sampleCovariance(matrixOf([0.1, 0.2], [0.3, -0.2]));

  allNear(covariance.values, [0.02, -0.04, -0.04, 0.08]);
});

risk('a pair counts the periods that both have', () => {
  const returns = matrixOf([0.1, nothing], [0.2, 0.1], [0.4, 0.3], [nothing, 0.8]);

  // Variances over three returns each; the covariance over 0.2, 0.4 and 0.1, 0.3.
  allNear(sampleCovariance(returns).values, [0.07 / 3, 0.02, 0.02, 0.13]);
});

risk('what does not vary has a variance of exactly 0', () => {
  const returns = matrixOf([0.1, 0.3], [0.1, 0.2], [0.1, 0.7]);

  assert.equal(Array.from(sampleCovariance(returns).values.subarray(0, 2)), [0, 0]);
});

risk('fewer than two common periods give no covariance', () => {
  const returns = matrixOf([0.1, nothing], [0.2, 0.1], [nothing, 0.3]);

  const { values } = sampleCovariance(returns);

  assert.ok(Number.isNaN(values[1]));
  assert.ok(Number.isFinite(values[0]));
  assert.equal(leastOverlap(returns), { i: 1, j: 0, count: 1 });
  assert.ok(sampleCovariance(matrixOf([0.1, 0.2])).values.every(Number.isNaN));
});

risk('without gaps any pair has all periods in common', () => {
  assert.equal(leastOverlap(matrixOf([1, 2], [3, 4], [5, 6])), { i: 0, j: 0, count: 3 });
});

risk('the pairwise path gives what the complete one gives', () => {
  for (let seed = 1; seed <= 30; seed++) {
    const returns = simulatedReturns(seed, { periods: 4 + seed, symbols: 5 });
    const complete = sampleCovariance(returns).values;

    // A gap of the last symbol leaves the others as they were.
    const { values } = sampleCovariance(without(returns, 1, 4));

    for (let k = 0; k < 4; k++) {
      allNear(values.subarray(5 * k, 5 * k + 4), complete.subarray(5 * k, 5 * k + 4), 1e-15);
    }
  }
});

risk('covariances are symmetric and scale with the square of returns', () => {
  for (let seed = 1; seed <= 30; seed++) {
    const returns = simulatedReturns(seed, { periods: 12, symbols: 6, missing: 0.2 });
    const twice = { ...returns, values: returns.values.map((value) => 2 * value) };
    if (leastOverlap(returns).count < 2) continue;

    for (const estimate of [sampleCovariance, (x: Matrix) => exponentialCovariance(x, 8)]) {
      const { values } = estimate(returns);
      assert.ok(values.every((value, k) => value === values[(k % 6) * 6 + Math.floor(k / 6)]));
      assert.equal(
        Array.from(estimate(twice).values),
        Array.from(values, (value) => 4 * value),
      );
    }
  }
});

risk('a semicovariance counts losses alone', () => {
  const returns = matrixOf([-0.1, 0.2], [0.3, -0.2], [-0.2, -0.1]);
  const options = { benchmark: 0, missing: 'zero' } as const;

  allNear(semicovariance(returns, options).values, [0.05 / 3, 0.02 / 3, 0.02 / 3, 0.05 / 3]);
});

risk('a benchmark moves what a loss is', () => {
  const options = { benchmark: 0.1, missing: 'zero' } as const;

  allNear(semicovariance(matrixOf([0, 0.3], [0.2, 0]), options).values, [0.005, 0, 0, 0.005]);
});

risk('a missing return is no loss, or not counted', () => {
  const returns = matrixOf([-0.1, nothing], [-0.2, -0.1]);

  const asZero = semicovariance(returns, { benchmark: 0, missing: 'zero' });
  const pairwise = semicovariance(returns, { benchmark: 0, missing: 'pairwise' });

  allNear(asZero.values, [0.025, 0.01, 0.01, 0.005]);
  allNear(pairwise.values, [0.025, 0.02, 0.02, 0.01]);
});

risk('an exponential covariance outlasts any gap at its end', () => {
  const returns = simulatedReturns(3, { periods: 4000, symbols: 2 });
  for (let t = 2; t < 4000; t++) returns.values[2 * t + 1] = nothing;

  const { values } = exponentialCovariance(returns, 3);

  assert.ok(values.every(Number.isFinite));
  assert.throws(() => exponentialCovariance(returns, 0), RangeError);
});

risk('a long span weighs all periods alike', () => {
  const returns = simulatedReturns(5, { periods: 50, symbols: 3 });
  const plain = sampleCovariance(returns).values.map((value) => (value * 49) / 50);

  allNear(exponentialCovariance(returns, 1e12).values, plain, 1e-9);
});

risk('a covariance is put together again from its correlation', () => {
  for (let seed = 1; seed <= 20; seed++) {
    const returns = simulatedReturns(seed, { periods: 9, symbols: 7, degenerate: true });
    const covariance = sampleCovariance(returns);
    const taken = correlationOf(covariance);

    allNear(covarianceOf(taken).values, covariance.values, 1e-15);
    assert.ok(taken.correlation.values.every((value) => Math.abs(value) <= 1 + 1e-15));
    // The symbol that does not vary is correlated with itself alone.
    assert.equal(Array.from(taken.correlation.values.subarray(35, 42)), [0, 0, 0, 0, 0, 1, 0]);
  }
});

for (const { title, returns, ...golden } of goldenEstimates) {
  risk(`covariances agree with pandas: ${title}`, () => {
    const exponential = exponentialCovariance(returns, 10);

    allNear(sampleCovariance(returns).values, golden.covariance, 1e-14);
    allNear(exponential.values, golden.exponential_covariance_span_10, 1e-14);
  });
}

risk.run();
