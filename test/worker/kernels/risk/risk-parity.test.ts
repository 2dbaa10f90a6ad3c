import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Matrix } from '../../../../worker/kernels/algebra/matrix.ts';
import { covarianceContributions } from '../../../../worker/kernels/risk/covariance-contributions.ts';
import { riskParity } from '../../../../worker/kernels/risk/risk-parity.ts';
import { uniformRandom } from '../../../../worker/kernels/samples/random.ts';
import {
  randomCovariance,
  reordered,
  rescaled,
  sampleCovarianceOf,
  shuffled,
  squareOf,
} from '../../../support/covariances.ts';
import { golden } from '../../../support/golden-trees.ts';
import { normals, randomWeights } from '../../../support/markets.ts';
import { alike, areWeights } from '../../../support/weights.ts';

const parity = suite('risk-parity');

function weightsOf(covariance: Matrix, budgets?: Float64Array): Float64Array {
  const found = riskParity(covariance, budgets);
  if (!found.converged) throw new Error(found.reason);
  return found.weights;
}

parity('two symbols share in inverse proportion to volatility, whatever their correlation', () => {
  for (const rho of [-0.999, -0.5, 0, 0.5, 0.999]) {
    const weights = weightsOf(squareOf([1, 3 * rho, 3 * rho, 9]));
    alike(weights, [0.75, 0.25], { within: 1e-15, message: `${rho}` });
  }
});

parity('equal correlations give weights in inverse proportion to volatility', () => {
  const sigma = [1, 2, 4];
  const entries = sigma.flatMap((s, i) => sigma.map((t, j) => s * t * (i === j ? 1 : 0.3)));

  alike(weightsOf(squareOf(entries)), [4 / 7, 2 / 7, 1 / 7], { within: 1e-15 });
});

parity('uncorrelated symbols have the roots of their budgets in units of volatility', () => {
  const budgets = Float64Array.of(0.36, 0.64);

  alike(weightsOf(squareOf([1, 0, 0, 4]), budgets), [0.6, 0.4], { within: 1e-15 });
});

parity('one symbol has all the weight', () => {
  alike(weightsOf(squareOf([0.04])), [1], { within: 0 });
});

parity('symbols without variance are named', () => {
  const found = riskParity(squareOf([1, 0, 0, 0, 0, 0, 0, 0, 0]));

  assert.equal(found, {
    converged: false,
    reason: 'zero variance',
    symbols: Int32Array.of(1, 2),
  });
});

parity('symbols that hedge one another completely have no risk to share', () => {
  for (const covariance of [
    squareOf([1, -2, -2, 4]),
    squareOf([2, -1, -1, -1, 2, -1, -1, -1, 2]),
  ]) {
    const found = riskParity(covariance);
    assert.is(found.converged, false);
    if (!found.converged) assert.is(found.reason, 'riskless');
  }
});

parity('nearly complete hedges are shared out within what rounding allows', () => {
  for (const rho of [-0.99, -0.9999, -0.999_999]) {
    const found = riskParity(squareOf([1, rho, rho, 1]), Float64Array.of(0.3, 0.7));
    assert.ok(found.converged && found.spread <= 1e-9, `${rho}`);
  }
});

parity('shares are the budgets on all kinds of covariances', () => {
  let steps = 0;
  for (let seed = 1; seed <= 3000; seed++) {
    const { covariance, kind } = randomCovariance(seed);
    const budgets = randomWeights(covariance.rows, uniformRandom(seed));
    const found = riskParity(covariance, budgets);
    if (!found.converged) {
      const expected = kind === 'a symbol that does not vary' ? 'zero variance' : 'riskless';
      assert.is(found.reason, expected, `${kind} ${seed}`);
      assert.ok(kind !== 'more days than symbols', `${kind} ${seed}`);
      continue;
    }
    steps += found.steps;
    const share = covarianceContributions(covariance, found.weights)?.share ?? [];
    const worst = Math.max(...Array.from(share, (s, i) => Math.abs(s / (budgets[i] ?? 0) - 1)));
    areWeights(found.weights, `${kind} ${seed}`);
    // Fewer days leave combinations that hardly vary: shares of them are lost to rounding.
    const within = kind === 'fewer days than symbols' ? 1e-9 : 2e-12;
    assert.ok(Math.max(found.spread, worst) <= within, `${kind} ${seed}: ${worst}`);
  }
  assert.ok(steps > 0, 'Newton steps were never needed');
});

parity('neither order nor scale of the symbols matters', () => {
  for (let seed = 1; seed <= 600; seed++) {
    const { covariance, kind } = randomCovariance(seed);
    const found = riskParity(covariance);
    if (!found.converged) continue;
    const order = shuffled(covariance.rows, seed);
    const within = kind === 'fewer days than symbols' ? 1e-8 : 1e-11;
    const expected = order.map((i) => found.weights[i] ?? NaN);

    alike(weightsOf(reordered(covariance, order)), expected, { within, message: `${seed}` });
    alike(weightsOf(rescaled(covariance, 2 ** -20)), found.weights, { within: 0 });
  }
});

parity('a hundred symbols and as many days converge', () => {
  const normal = normals(5);
  const returns = Array.from({ length: 100 }, () => Array.from({ length: 110 }, normal));
  const found = riskParity(sampleCovarianceOf(returns));

  assert.ok(found.converged && found.spread <= 1e-12);
});

parity('budgets that do not fit are refused', () => {
  assert.throws(() => riskParity(squareOf([1]), Float64Array.of(0.5, 0.5)), /1 symbols, 2 budgets/);
});

for (const [k, given] of golden.allocations.entries()) {
  parity(`golden weights of ${given.size} symbols come out, case ${k}`, () => {
    const covariance = squareOf(given.covariance);

    alike(weightsOf(covariance), given.equalRisk, { within: 1e-13 });
    alike(weightsOf(covariance, Float64Array.from(given.budgets)), given.budgetedRisk, {
      within: 1e-13,
    });
  });
}

parity.run();
