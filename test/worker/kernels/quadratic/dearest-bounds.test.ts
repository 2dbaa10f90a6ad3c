import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { rowMix } from '../../../../worker/kernels/algebra/add-rows.ts';
import { dearestBounds } from '../../../../worker/kernels/quadratic/dearest-bounds.ts';
import { kktBounded } from '../../../../worker/kernels/quadratic/kkt-bounded.ts';
import { randomFrontiers, twoSymbols } from '../../../support/frontiers.ts';

const dearest = suite('dearest-bounds');

dearest('of two bounds the dearer one is told', () => {
  const covariance = { rows: 3, columns: 3, values: Float64Array.of(1, 0, 0, 0, 2, 0, 0, 0, 3) };
  const bounds = {
    mean: Float64Array.of(0, 0.5, 0.25),
    lower: new Float64Array(3),
    upper: new Float64Array(3).fill(1),
  };
  const weights = Float64Array.of(1, 0, 0);
  const risk = rowMix(covariance, weights);
  const question = { ...bounds, covariance, weights, risk, multiplier: 1 };

  // Slopes are 1, −0.5, −0.25: γ stands midway between 1 and −0.5.
  assert.equal(dearestBounds(question, 1), {
    residual: 0.75,
    active: [{ symbol: 2, side: 'lower', shadowPrice: -0.5 }],
    further: 2,
  });
  assert.is(dearestBounds(question, 0).further, 3);
});

dearest('all bounds are those of the whole report', () => {
  for (const { problem, frontier } of randomFrontiers(1, 200)) {
    for (const { weights, multiplier } of frontier.corners) {
      const risk = rowMix(problem.covariance, weights);
      const question = { ...problem, weights, risk, multiplier };
      const { residual, active } = kktBounded(question);
      const few = dearestBounds(question, 2);

      assert.equal(dearestBounds(question, weights.length), { residual, active, further: 0 });
      assert.is(few.active.length + few.further, active.length, problem.title);
      const least = Math.min(...few.active.map(({ shadowPrice }) => shadowPrice));
      const above = active.filter(({ shadowPrice }) => shadowPrice > least);
      assert.ok(above.length < 2, problem.title);
    }
  }
});

dearest('fixed weights have no price', () => {
  const weights = Float64Array.of(0.3, 0.7);
  const fixed = { ...twoSymbols, lower: weights, upper: weights, weights };
  const risk = rowMix(fixed.covariance, weights);
  const { active } = dearestBounds({ ...fixed, risk, multiplier: 1 }, 2);

  assert.equal(
    active.map(({ shadowPrice }) => shadowPrice),
    [0, 0],
  );
});

dearest.run();
