import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { valuePath } from '../../../../worker/kernels/hold/hold-sharpe.ts';
import {
  annualisedVolatility,
  compoundAnnualGrowth,
  maxDrawdown,
  simpleReturns,
} from '../../../../worker/kernels/paths/path-statistics.ts';

const statistics = suite('path-statistics');

statistics('the value path holds what was bought', () => {
  const growth = { rows: 2, columns: 3, values: Float64Array.of(1, 2, 4, 1, 0.5, 1) };

  assert.equal(Array.from(valuePath(growth, Float64Array.of(0.25, 0.75))), [1, 0.875, 1.75]);
});

statistics('simple returns compare neighbours', () => {
  assert.equal(Array.from(simpleReturns(Float64Array.of(1, 2, 1))), [1, -0.5]);
  assert.is(simpleReturns(new Float64Array(0)).length, 0);
});

statistics('volatility is the annualised sample deviation', () => {
  // Returns 1/2 and −1/2: sample variance 1/2; over 8 periods 4.
  assert.is(annualisedVolatility(Float64Array.of(1, 1.5, 0.75), 8), 2);
  assert.is(annualisedVolatility(Float64Array.of(1, 1.5), 252), undefined);
});

statistics('growth compounds by the calendar', () => {
  // Fourfold in two years of 365.25 days: doubled a year.
  assert.is(compoundAnnualGrowth(Float64Array.of(1, 4), 730.5), 1);
  assert.is(compoundAnnualGrowth(Float64Array.of(1, 3, 2), 365.25), 1);
  assert.is(compoundAnnualGrowth(Float64Array.of(1, 4), 0), undefined);
  assert.is(compoundAnnualGrowth(Float64Array.of(1, 1e300), 1), undefined);
});

statistics('the deepest fall is from the high before it', () => {
  const path = Float64Array.of(1, 2, 1.5, 4, 1, 3, 5, 4);

  assert.equal(maxDrawdown(path), { depth: 0.75, peak: 3, trough: 4 });
});

statistics('the earliest of equal falls is told', () => {
  assert.equal(maxDrawdown(Float64Array.of(2, 1, 2, 1)), { depth: 0.5, peak: 0, trough: 1 });
});

statistics('a path that never falls has no drawdown', () => {
  assert.equal(maxDrawdown(Float64Array.of(1, 1, 2)), { depth: 0, peak: 0, trough: 0 });
});

statistics.run();
