import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { buyShares } from '../../../worker/portfolio/shares.ts';

const shares = suite('shares');

shares('whole shares never cost more than the amount', () => {
  const bought = buyShares(Float64Array.of(0.5, 0.5), Float64Array.of(300, 70), 1000);

  assert.equal(bought.whole, [1, 8]);
  assert.is(bought.cashLeft, 140);
});

shares('what is left goes to the shortest holding', () => {
  const bought = buyShares(Float64Array.of(0.6, 0.4), Float64Array.of(40, 40), 120);

  assert.equal(bought.whole, [2, 1]);
  assert.is(bought.cashLeft, 0);
});

shares('fractions are exact', () => {
  const bought = buyShares(Float64Array.of(0.25, 0.75), Float64Array.of(50, 100), 1000);

  assert.equal(bought.fractional, [5, 7.5]);
});

shares('an amount below every price buys nothing', () => {
  const bought = buyShares(Float64Array.of(0.5, 0.5), Float64Array.of(300, 70), 20);

  assert.equal(bought.whole, [0, 0]);
  assert.is(bought.cashLeft, 20);
});

shares('a weight of nothing buys nothing', () => {
  const bought = buyShares(Float64Array.of(0, 1), Float64Array.of(1, 70), 100);

  assert.equal(bought.whole, [0, 1]);
  assert.is(bought.cashLeft, 30);
});

shares.run();
