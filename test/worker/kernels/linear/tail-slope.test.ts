import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Matrix } from '../../../../worker/kernels/algebra/matrix.ts';
import { product } from '../../../../worker/kernels/algebra/quadratic-form.ts';
import { summedDrawdowns } from '../../../../worker/kernels/downside/summed-drawdowns.ts';
import { tailMean } from '../../../../worker/kernels/downside/tail-mean.ts';
import { tailSlope } from '../../../../worker/kernels/linear/tail-slope.ts';
import { cutQuadratic } from '../../../../worker/kernels/quadratic/cut-quadratic.ts';
import { uniformRandom } from '../../../../worker/kernels/samples/random.ts';
import { near } from '../../../support/near.ts';

const slope = suite('tail-slope');

function inner(x: Float64Array, y: Float64Array): number {
  return x.reduce((sum, one, i) => sum + one * (y[i] ?? 0), 0);
}

function riskOf(returns: Matrix, weights: Float64Array, of: 'losses' | 'drawdowns'): number {
  const path = product(returns, weights);
  const bad = of === 'losses' ? path.map((one) => -one) : summedDrawdowns(path);
  return tailMean(bad, 0.9).mean;
}

slope('two days, of which the worse one counts', () => {
  const returns = { rows: 2, columns: 2, values: Float64Array.of(0.1, -0.2, -0.3, 0.1) };

  const found = tailSlope({ returns, confidence: 0.5, of: 'losses' }, Float64Array.of(1, 0));

  assert.equal(Array.from(found), [0.3, -0.1]);
});

for (const of of ['losses', 'drawdowns'] as const) {
  slope(`${of} are never below their slopes`, () => {
    for (let seed = 1; seed <= 40; seed++) {
      const uniform = uniformRandom(seed);
      const columns = 1 + (seed % 6);
      const rows = 3 + (seed % 50);
      const values = Float64Array.from({ length: rows * columns }, () => uniform() - 0.5);
      const returns = { rows, columns, values };
      const draw = () => Float64Array.from({ length: columns }, () => 2 * uniform() - 1);
      const weights = draw();
      const found = tailSlope({ returns, confidence: 0.9, of }, weights);

      near(inner(found, weights), riskOf(returns, weights, of), 1e-10);
      for (let k = 0; k < 20; k++) {
        const other = draw();
        assert.ok(inner(found, other) <= riskOf(returns, other, of) + 1e-12, `${seed}`);
      }
    }
  });
}

slope('one slope and a spread have a closed form', () => {
  const none = { origin: new Float64Array(2), rates: new Float64Array(2) };
  const budget = { rows: 1, columns: 2, values: Float64Array.of(1, 1) };
  const terms = {
    linear: Float64Array.of(0, 0),
    lower: Float64Array.of(-1, -1),
    upper: Float64Array.of(1, 1),
    rows: { matrix: budget, lower: Float64Array.of(1), upper: Float64Array.of(1) },
    cost: none,
    limits: [],
  };
  const problem = { l2: 0.5, slopes: [Float64Array.of(0.3, 0.1)] };

  const found = cutQuadratic({ ...problem, terms, guess: 0.18 });

  // w₁ − w₂ = −(0.3 − 0.1)/(2γ), and both add up to 1.
  near(found?.weights[0], 0.4, 1e-10);
  near(found?.risk, 0.18, 1e-10);
  near(found?.shares[0], 1, 1e-10);
  // Against gains, w₁ − w₂ = 1 without a limit; with one the risk is at it.
  const gains = { ...terms, linear: Float64Array.of(1, 0) };
  near(cutQuadratic({ ...problem, terms: gains, limit: 1 })?.weights[0], 1, 1e-10);
  const held = cutQuadratic({ ...problem, terms: gains, limit: 0.2 });
  near(held?.weights[0], 0.5, 1e-10);
  near(held?.shares[0], 5, 1e-9);
  assert.is(cutQuadratic({ ...problem, terms: gains, limit: -1 }), undefined);
  // Costs of 0.1 beside the second symbol's origin: w₁ − w₂ = −(0.3 − 0.1 − 0.1)/(2γ).
  const dear = { origin: Float64Array.of(0, 0), rates: Float64Array.of(0, 0.1) };
  near(
    cutQuadratic({ ...problem, terms: { ...terms, cost: dear }, guess: 0.19 })?.weights[0],
    0.45,
    1e-10,
  );
});

slope.run();
