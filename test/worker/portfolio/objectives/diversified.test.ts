import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Matrix } from '../../../../worker/kernels/algebra/matrix.ts';
import { unvaryingSymbols } from '../../../../worker/kernels/covariances/volatilities.ts';
import { diversificationRatio } from '../../../../worker/kernels/risk/diversification-ratio.ts';
import { uniformRandom } from '../../../../worker/kernels/samples/random.ts';
import {
  portfolioVolatility,
  volatilitiesOf,
} from '../../../../worker/portfolio/estimate/expected.ts';
import type { MixProblem } from '../../../../worker/portfolio/mix/mix-problem.ts';
import { solveObjective } from '../../../../worker/portfolio/objectives.ts';
import { randomCovariance, squareOf } from '../../../support/covariances.ts';
import { golden } from '../../../support/golden-trees.ts';
import { randomWeights } from '../../../support/markets.ts';
import { alike, areWeights } from '../../../support/weights.ts';

const diversified = suite('diversified');

function problemOf(covariance: Matrix): MixProblem {
  const size = covariance.rows;
  return {
    mean: new Float64Array(size),
    covariance,
    counts: new Int32Array(size).fill(100),
    lower: new Float64Array(size),
    upper: new Float64Array(size).fill(1),
    budget: 1,
    rate: 0,
    l2: 0,
    closes: { rows: 0, columns: size, values: new Float64Array() },
    periodsPerYear: 252,
  };
}

function weightsOf(covariance: Matrix, name: 'max_diversification' | 'max_decorrelation') {
  const found = solveObjective(problemOf(covariance), { name });
  if ('reason' in found) throw new Error(found.reason);
  return found;
}

function ratioOf(covariance: Matrix, weights: Float64Array): number {
  const parts = volatilitiesOf(covariance).map((sigma, i) => sigma * (weights[i] ?? 0));
  return diversificationRatio(parts, portfolioVolatility(covariance, weights)) ?? 0;
}

diversified('two symbols share in inverse proportion to volatility, or equally', () => {
  const covariance = squareOf([1, 0.9, 0.9, 9]);

  alike(weightsOf(covariance, 'max_diversification').weights, [0.75, 0.25], { within: 1e-15 });
  alike(weightsOf(covariance, 'max_decorrelation').weights, [0.5, 0.5], { within: 1e-15 });
});

diversified('symbols without variance have no part in either', () => {
  for (const name of ['max_diversification', 'max_decorrelation'] as const) {
    const still = squareOf([0, 0, 0, 0, 1, 0, 0, 0, 4]);

    assert.equal(solveObjective(problemOf(still), { name }), {
      reason: 'zero-variance',
      columns: [0],
    });
  }
});

diversified('no other portfolio is more diversified or decorrelated', () => {
  for (let seed = 1; seed <= 600; seed++) {
    const { covariance, kind } = randomCovariance(seed);
    if (unvaryingSymbols(covariance).length > 0) continue;
    const wide = solveObjective(problemOf(covariance), { name: 'max_diversification' });
    const apart = weightsOf(covariance, 'max_decorrelation');
    areWeights(apart.weights, `${kind} ${seed}`);
    assert.ok((apart.kktResidual ?? 1) < 1e-9, `${kind} ${seed} ${apart.kktResidual}`);
    const uniform = uniformRandom(seed);
    const sigma = volatilitiesOf(covariance);
    for (let k = 0; k < 10; k++) {
      const other = randomWeights(covariance.rows, uniform);
      // Scaled by volatilities, weights under R are weights under Σ.
      const scaled = other.map((weight, i) => weight / (sigma[i] ?? 1));
      const least = (apart.objectiveValue ?? 0) * (1 - 1e-9);
      assert.ok(portfolioVolatility(covariance, scaled) >= least, `${kind} ${seed}`);
      if ('reason' in wide) continue;
      const highest = (wide.objectiveValue ?? 0) * (1 + 1e-9);
      assert.ok(ratioOf(covariance, other) <= highest, `${kind} ${seed}`);
    }
  }
});

for (const [k, given] of golden.allocations.entries()) {
  diversified(`golden weights of ${given.size} symbols come out, case ${k}`, () => {
    const covariance = squareOf(given.covariance);

    for (const [name, expected] of [
      ['max_diversification', given.maximumDiversification],
      ['max_decorrelation', given.maximumDecorrelation],
    ] as const) {
      alike(weightsOf(covariance, name).weights, expected, { within: 1e-12, message: name });
    }
  });
}

diversified.run();
