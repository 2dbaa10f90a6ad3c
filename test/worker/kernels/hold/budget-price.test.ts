import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { budgetPrice } from '../../../../worker/kernels/hold/budget-price.ts';

const price = suite('budget-price');

const lower = Float64Array.of(0.1, 0, 0);
const upper = Float64Array.of(1, 0.5, Number.POSITIVE_INFINITY);

price('slopes that agree have no residual', () => {
  const weights = Float64Array.of(0.1, 0.5, 0.4);

  // Less at the lower bound, more at the upper, and the price itself between.
  assert.equal(budgetPrice(weights, Float64Array.of(-2, 3, 0.5), { lower, upper }), {
    price: 0.5,
    residual: 0,
  });
});

price('the residual is half of what moving weight gains', () => {
  const weights = Float64Array.of(0.3, 0.3, 0.4);

  assert.equal(budgetPrice(weights, Float64Array.of(1, 3, 2), { lower, upper }), {
    price: 2,
    residual: 1,
  });
});

price('a weight that should leave its bound violates the conditions', () => {
  const { residual } = budgetPrice(Float64Array.of(0.1, 0.5, 0.4), Float64Array.of(3, 3, 1), {
    lower,
    upper,
  });

  assert.is(residual, 1);
});

price('where nothing can move nothing is violated', () => {
  const fixed = Float64Array.of(0.5, 0.5);
  const gradient = Float64Array.of(1, -1);

  assert.equal(budgetPrice(fixed, gradient, { lower: fixed, upper: fixed }), {
    price: 0,
    residual: 0,
  });
  assert.is(budgetPrice(fixed, gradient, { lower: new Float64Array(2), upper: fixed }).residual, 0);
  assert.is(
    budgetPrice(fixed, gradient, { lower: fixed, upper: new Float64Array(2).fill(1) }).residual,
    0,
  );
});

price.run();
