import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { choleskyInPlace } from '../../../../worker/kernels/algebra/cholesky.ts';
import type { Matrix } from '../../../../worker/kernels/algebra/matrix.ts';
import { equalVarianceShrinkage } from '../../../../worker/kernels/covariances/equal-variance-shrinkage.ts';
import { ledoitWolf } from '../../../../worker/kernels/covariances/ledoit-wolf.ts';
import { ledoitWolfConstantCorrelation } from '../../../../worker/kernels/covariances/ledoit-wolf-constant-correlation.ts';
import { ledoitWolfSingleFactor } from '../../../../worker/kernels/covariances/ledoit-wolf-single-factor.ts';
import { missingAsZero } from '../../../../worker/kernels/covariances/missing-as-zero.ts';
import { oracleApproximating } from '../../../../worker/kernels/covariances/oracle-approximating.ts';
import type { ShrunkCovariance } from '../../../../worker/kernels/covariances/shrunk-covariance.ts';
import { allNear } from '../../../support/all-near.ts';
import { goldenEstimates } from '../../../support/golden-estimates.ts';
import { matrixOf, simulatedReturns } from '../../../support/simulated-returns.ts';

const shrinkage = suite('shrunk-covariance');

const towardsIdentity = { 'ledoit-wolf': ledoitWolf, 'oracle-approximating': oracleApproximating };
const all: Readonly<Record<string, (returns: Matrix) => ShrunkCovariance>> = {
  ...towardsIdentity,
  'single-factor': ledoitWolfSingleFactor,
  'constant-correlation': ledoitWolfConstantCorrelation,
};

for (const { title, returns, ...golden } of goldenEstimates) {
  shrinkage(`shrinkage agrees with scikit-learn and the definitions: ${title}`, () => {
    const expected = {
      'ledoit-wolf': golden.ledoit_wolf,
      'oracle-approximating': golden.oas,
      'single-factor': golden.single_factor,
      'constant-correlation': golden.constant_correlation,
    };
    for (const [name, { intensity, covariance }] of Object.entries(expected)) {
      const found = all[name]?.(returns);
      allNear([found?.intensity ?? Number.NaN], [intensity], 1e-12);
      allNear(found?.covariance.values ?? [], covariance, 1e-13);
    }
  });
}

shrinkage('an intensity of one’s own goes so far towards equal variances', () => {
  const given = matrixOf([0.04, 0.01], [0.01, 0.08]);

  assert.equal(equalVarianceShrinkage(given, 0).covariance, given);
  allNear(equalVarianceShrinkage(given, 0.25).covariance.values, [0.045, 0.0075, 0.0075, 0.075]);
  allNear(equalVarianceShrinkage(given, 1).covariance.values, [0.06, 0, 0, 0.06]);
});

for (const [name, estimate] of Object.entries(all)) {
  shrinkage(`${name} keeps variances finite and matrices symmetric on hard returns`, () => {
    for (let seed = 1; seed <= 40; seed++) {
      const options = { periods: 2 + (seed % 12), symbols: 3 + (seed % 7), degenerate: true };
      const { covariance, intensity } = estimate(simulatedReturns(seed, options));
      const size = options.symbols;

      assert.ok(intensity >= 0 && intensity <= 1);
      assert.ok(
        covariance.values.every(
          (value, k) =>
            Number.isFinite(value) &&
            value === covariance.values[(k % size) * size + Math.floor(k / size)],
        ),
      );
    }
  });

  shrinkage(`${name} does not mind the unit of returns`, () => {
    const returns = simulatedReturns(9, { periods: 30, symbols: 6 });
    const percent = { ...returns, values: returns.values.map((value) => 100 * value) };

    const inPercent = estimate(percent);

    allNear([inPercent.intensity], [estimate(returns).intensity]);
    const back = inPercent.covariance.values.map((value) => value / 1e4);
    allNear(back, estimate(returns).covariance.values);
  });

  shrinkage(`${name} of one symbol is its variance`, () => {
    const { covariance, intensity } = estimate(matrixOf([0.1], [0.3]));

    assert.is(intensity, 0);
    // Divided by T, but for the constant correlation, which divides by T − 1.
    allNear(covariance.values, [name === 'constant-correlation' ? 0.02 : 0.01]);
  });

  shrinkage(`${name} of returns that do not vary is 0`, () => {
    const { covariance } = estimate(matrixOf([0.1, 0.2], [0.1, 0.2], [0.1, 0.2]));

    assert.ok(covariance.values.every((value) => value === 0));
  });
}

for (const [name, estimate] of Object.entries(towardsIdentity)) {
  shrinkage(`${name} is positive definite with fewer periods than symbols`, () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { covariance } = estimate(simulatedReturns(seed, { periods: 5, symbols: 20 }));

      assert.ok(choleskyInPlace({ ...covariance, values: covariance.values.slice() }, 1e-12));
    }
  });
}

shrinkage('a missing return counts as 0', () => {
  const returns = simulatedReturns(4, { periods: 20, symbols: 4, missing: 0.2 });
  const filled = missingAsZero(returns);

  for (const estimate of [ledoitWolf, oracleApproximating, ledoitWolfSingleFactor]) {
    assert.equal(estimate(returns), estimate(filled));
  }
});

shrinkage('equal correlations are their own target', () => {
  // Three symbols whose products average to 0: every correlation is 0.
  const returns = matrixOf([1, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]);

  const { covariance } = ledoitWolfConstantCorrelation(returns);

  allNear(covariance.values, [4 / 3, 0, 0, 0, 4 / 3, 0, 0, 0, 4 / 3]);
});

shrinkage.run();
