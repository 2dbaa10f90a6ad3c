import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { diagonal } from '../../../../worker/kernels/algebra/diagonal.ts';
import type { Matrix } from '../../../../worker/kernels/algebra/matrix.ts';
import { symmetricEigen } from '../../../../worker/kernels/algebra/symmetric-eigen.ts';
import { sampleCovariance } from '../../../../worker/kernels/covariances/sample-covariance.ts';
import {
  blackLitterman,
  type Prior,
  type Views,
} from '../../../../worker/kernels/means/black-litterman.ts';
import { equilibriumReturns } from '../../../../worker/kernels/means/equilibrium-returns.ts';
import {
  idzorekUncertainties,
  proportionalUncertainties,
} from '../../../../worker/kernels/means/view-uncertainties.ts';
import { allNear } from '../../../support/all-near.ts';
import { normals } from '../../../support/markets.ts';
import { matrixOf, simulatedReturns } from '../../../support/simulated-returns.ts';

const views = suite('black-litterman');

const prior: Prior = {
  returns: Float64Array.of(0.05, 0.1),
  covariance: matrixOf([0.04, 0.02], [0.02, 0.09]),
  tau: 0.5,
};

function viewsOf(portfolios: Matrix, returns: number[], uncertainties: number[]): Views {
  return {
    portfolios,
    returns: Float64Array.from(returns),
    uncertainty: diagonal(Float64Array.from(uncertainties)),
  };
}

function randomQuestion(seed: number): { prior: Prior; portfolios: Matrix; returns: Float64Array } {
  const normal = normals(seed);
  const size = 3 + (seed % 6);
  const count = 1 + (seed % 3);
  const returns = simulatedReturns(seed, { periods: 60, symbols: size });
  const values = Float64Array.from({ length: count * size }, normal);
  return {
    prior: {
      returns: Float64Array.from({ length: size }, () => 0.1 * normal()),
      covariance: sampleCovariance(returns),
      tau: 0.05,
    },
    portfolios: { rows: count, columns: size, values },
    returns: Float64Array.from({ length: count }, () => 0.1 * normal()),
  };
}

function imageOf(portfolios: Matrix, returns: Float64Array): Float64Array {
  const { rows, columns, values } = portfolios;
  return Float64Array.from({ length: rows }, (_, k) =>
    values
      .subarray(k * columns, (k + 1) * columns)
      .reduce((sum, value, i) => sum + value * (returns[i] ?? 0), 0),
  );
}

views('a view as uncertain as the prior meets it half way', () => {
  const found = blackLitterman(prior, viewsOf(matrixOf([1, 0]), [0.15], [0.02]));

  // The first moves by half of 0.1, the second by its beta on the first, a half, of that.
  allNear(found?.returns ?? [], [0.1, 0.125]);
  // τΣ loses half of what the view tells: (0.02, 0.01)ᵀ(0.02, 0.01)/0.04.
  allNear(found?.covariance.values ?? [], [0.05, 0.025, 0.025, 0.1325]);
});

views('views that err together move returns less', () => {
  const each = matrixOf([1, 0], [0, 1]);
  const alike = { portfolios: each, returns: Float64Array.of(0.07, 0.14) };
  const uncertainty = matrixOf([0.02, 0.01], [0.01, 0.045]);

  // Ω is that of the prior, τΣ: each return goes half of the way, whatever correlates.
  allNear(blackLitterman(prior, { ...alike, uncertainty })?.returns ?? [], [0.06, 0.12]);
});

views('an uncertainty that is none of covariances has no posterior', () => {
  const each = { portfolios: matrixOf([1, 0], [0, 1]), returns: Float64Array.of(0.07, 0.14) };

  assert.is(blackLitterman(prior, { ...each, uncertainty: matrixOf([0, 1], [1, 0]) }), undefined);
});

views('a certain view comes true', () => {
  const found = blackLitterman(prior, viewsOf(matrixOf([1, -1]), [0.02], [0]));

  const [first = 0, second = 0] = found?.returns ?? [];
  allNear([first - second], [0.02]);
});

views('no views leave the prior as it is', () => {
  const none = { rows: 0, columns: 2, values: new Float64Array() };

  const found = blackLitterman(prior, viewsOf(none, [], []));

  assert.equal(Array.from(found?.returns ?? []), [0.05, 0.1]);
  allNear(found?.covariance.values ?? [], [0.06, 0.03, 0.03, 0.135]);
});

views('certain views that contradict one another have no answer', () => {
  const contradiction = viewsOf(matrixOf([1, 0], [2, 0]), [0.1, 0.3], [0, 0]);

  assert.is(blackLitterman(prior, contradiction), undefined);
});

views('a certain view on what has no risk has no answer', () => {
  const riskless = { ...prior, covariance: matrixOf([0, 0], [0, 0.09]) };

  assert.is(blackLitterman(riskless, viewsOf(matrixOf([1, 0]), [0.1], [0])), undefined);
});

views('shapes that do not fit are refused', () => {
  assert.throws(() => blackLitterman(prior, viewsOf(matrixOf([1]), [0.1], [0.1])), RangeError);
  assert.throws(() => blackLitterman(prior, viewsOf(matrixOf([1, 0]), [], [0.1])), RangeError);
});

views('the posterior is the one of precisions added up', () => {
  for (let seed = 1; seed <= 30; seed++) {
    const { prior: given, portfolios, returns } = randomQuestion(seed);
    const uncertainties = proportionalUncertainties({ portfolios, ...given });

    const found = blackLitterman(given, {
      portfolios,
      returns,
      uncertainty: diagonal(uncertainties),
    });

    // (τΣ)⁻¹(μ − π) = PᵀΩ⁻¹(Q − Pμ), multiplied by τΣ: no inverse of Σ is needed.
    const after = found?.returns ?? new Float64Array(given.returns.length);
    const image = imageOf(portfolios, after);
    const forces = returns.map((q, k) => (q - (image[k] ?? 0)) / (uncertainties[k] ?? 0));
    const size = after.length;
    const pull = Float64Array.from({ length: size }, (_, i) =>
      forces.reduce((sum, force, k) => sum + force * (portfolios.values[k * size + i] ?? 0), 0),
    );
    const moved = imageOf(given.covariance, pull).map((value) => given.tau * value);
    allNear(
      after,
      moved.map((value, i) => value + (given.returns[i] ?? 0)),
      1e-10,
    );
  }
});

views('views make returns more certain, and their covariance stays definite', () => {
  for (let seed = 1; seed <= 30; seed++) {
    const { prior: given, portfolios, returns } = randomQuestion(seed);
    const uncertainty = diagonal(new Float64Array(portfolios.rows));

    const { covariance } = blackLitterman(given, { portfolios, returns, uncertainty }) ?? given;

    const least = symmetricEigen(covariance).values[0] ?? -1;
    const size = covariance.rows;
    assert.ok(least > 0);
    for (let i = 0; i < size; i++) {
      const before = given.covariance.values[i * (size + 1)] ?? 0;
      const after = covariance.values[i * (size + 1)] ?? 0;
      assert.ok(after >= before * (1 - 1e-12) && after <= before * (1 + given.tau));
    }
  }
});

views('a confidence is the share of the way from prior to view', () => {
  for (let seed = 1; seed <= 30; seed++) {
    const { prior: given, portfolios, returns } = randomQuestion(seed);
    const first = {
      rows: 1,
      columns: portfolios.columns,
      values: portfolios.values.slice(0, portfolios.columns),
    };
    for (const confidence of [0, 0.25, 0.8, 1]) {
      const risk = { portfolios: first, ...given };
      const uncertainty = diagonal(idzorekUncertainties(risk, Float64Array.of(confidence)));
      const one = { portfolios: first, returns: returns.slice(0, 1), uncertainty };

      const after = blackLitterman(given, one)?.returns ?? new Float64Array();

      const [from = 0] = imageOf(first, given.returns);
      const [to = 0] = imageOf(first, after);
      allNear([to], [from + confidence * ((returns[0] ?? 0) - from)], 1e-9);
    }
  }
});

views('proportional uncertainties are variances of the portfolios times τ', () => {
  const found = proportionalUncertainties({ portfolios: matrixOf([1, 0], [1, -1]), ...prior });

  allNear(found, [0.02, 0.045]);
});

views('confidences of another number than views are refused', () => {
  const risk = { portfolios: matrixOf([1, 0]), ...prior };

  assert.throws(() => idzorekUncertainties(risk, new Float64Array(2)), RangeError);
});

views('equilibrium returns pay for covariance with the market', () => {
  const found = equilibriumReturns({
    covariance: prior.covariance,
    marketWeights: Float64Array.of(0.75, 0.25),
    riskAversion: 2,
    riskFreeRate: 0.01,
  });

  allNear(found, [0.08, 0.085]);
});

views.run();
