import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { product } from '../../../../worker/kernels/algebra/quadratic-form.ts';
import { summedDrawdowns } from '../../../../worker/kernels/downside/summed-drawdowns.ts';
import {
  badDays,
  returnSums,
  tailShares,
  worstDays,
} from '../../../../worker/kernels/linear/tail-days.ts';
import { uniformRandom } from '../../../../worker/kernels/samples/random.ts';
import { near } from '../../../support/near.ts';
import { matrixOf } from '../../../support/simulated-returns.ts';

const days = suite('tail-days');

/** One symbol that gains, falls twice, gains, and falls. */
const returns = matrixOf([0.1], [-0.02], [-0.03], [0.2], [-0.01]);

days('a drawdown counts from the period after the peak', () => {
  const { values, since } = badDays(
    { returns, confidence: 0.5, of: 'drawdowns' },
    Float64Array.of(1),
  );

  for (const [t, fall] of [0, 0.02, 0.05, 0, 0.01].entries()) near(values[t], fall);
  assert.equal([...since].slice(1, 3), [1, 1]);
  assert.is(since[4], 4);
});

days('what a day lost is the sum of returns since', () => {
  const random = uniformRandom(4);
  const values = Float64Array.from({ length: 60 * 3 }, () => random() - 0.5);
  const many = { rows: 60, columns: 3, values };
  const weights = Float64Array.of(0.5, 0.3, 0.2);
  for (const of of ['losses', 'drawdowns'] as const) {
    const bad = badDays({ returns: many, confidence: 0.9, of }, weights);
    const sums = returnSums(many);
    for (let day = 0; day < 60; day++) {
      const since = bad.since[day] ?? 0;
      if (since > day) continue;
      const lost = sums({ day, since }).reduce((sum, one, i) => sum - one * (weights[i] ?? 0), 0);
      near(bad.values[day], lost);
    }
  }
  const falls = summedDrawdowns(product(many, weights));
  const { values: found } = badDays({ returns: many, confidence: 0.9, of: 'drawdowns' }, weights);
  for (const [t, fall] of falls.entries()) near(found[t], fall);
});

days('the worst come first, and no more of them than asked', () => {
  const bad = badDays({ returns, confidence: 0.5, of: 'losses' }, Float64Array.of(1));

  assert.equal(
    worstDays(bad, (value) => value, 2).map(({ day }) => day),
    [2, 1],
  );
});

days('shares add up to 1, and no day has more than its own', () => {
  const days = [
    { day: 2, since: 1 },
    { day: 2, since: 2 },
    { day: 4, since: 4 },
  ];
  const losses = { returns, confidence: 0.6, of: 'losses' } as const;
  const shares = tailShares(days, Float64Array.of(0.4, 0.2, 0.5), losses);

  near((shares[0] ?? 0) + (shares[1] ?? 0), 0.5);
  near(shares[2], 0.5);
  // A drawdown is never below 0, so that days without one need not be named.
  const drawdowns = { ...losses, of: 'drawdowns' } as const;
  near(tailShares(days, Float64Array.of(0, 0, 0.3), drawdowns)[2], 0.3);
});

days.run();
