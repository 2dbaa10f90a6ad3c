import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { arithmeticMean } from '../../../worker/kernels/means/arithmetic-mean.ts';
import { capmReturns } from '../../../worker/kernels/means/capm.ts';
import { exponentialMean } from '../../../worker/kernels/means/exponential-mean.ts';
import { geometricMean } from '../../../worker/kernels/means/geometric-mean.ts';
import { allNear } from '../../support/all-near.ts';
import { goldenEstimates } from '../../support/golden-estimates.ts';
import { matrixOf, simulatedReturns } from '../../support/simulated-returns.ts';

const means = suite('expected-returns');

const nothing = Number.NaN;
const yearly = { riskFreeRate: 0.02, periodsPerYear: 1, annualise: 'simple' } as const;

means('an arithmetic mean counts the returns present', () => {
  const returns = matrixOf([0.1, nothing], [0.3, 0.2], [nothing, 0.4]);

  allNear(arithmeticMean(returns, 10), [2, 3]);
});

means('a symbol without returns has no mean', () => {
  const returns = matrixOf([nothing], [nothing]);

  assert.ok(Number.isNaN(arithmeticMean(returns, 1)[0]));
  assert.ok(Number.isNaN(geometricMean(returns, 1)[0]));
  assert.ok(
    Number.isNaN(exponentialMean(returns, { span: 3, periodsPerYear: 1, annualise: 'simple' })[0]),
  );
});

means('a geometric mean compounds over own returns', () => {
  // +100 % and −50 % end where they began; one return of 10 %, twice a year, makes 21 %.
  allNear(geometricMean(matrixOf([1, nothing], [-0.5, 0.1]), 2), [0, 0.21]);
});

means('a total loss stays total', () => {
  assert.equal(Array.from(geometricMean(matrixOf([0.5], [-1], [0.5]), 252)), [-1]);
});

means('an exponential mean halves the weight of each older return at span 3', () => {
  const returns = matrixOf([0.1], [0.2], [0.4]);

  const mean = exponentialMean(returns, { span: 3, periodsPerYear: 1, annualise: 'simple' });

  // (0.1/4 + 0.2/2 + 0.4)/(1/4 + 1/2 + 1) = 0.525/1.75.
  allNear(mean, [0.3]);
});

means('an exponential mean outlasts any gap at its end', () => {
  const values = new Float64Array(5000).fill(nothing);
  values[0] = 0.1;
  const returns = { rows: values.length, columns: 1, values };

  for (const span of [1, 3, 50]) {
    allNear(exponentialMean(returns, { span, periodsPerYear: 2, annualise: 'compounded' }), [0.21]);
  }
});

means('a span below one is refused', () => {
  const options = { span: 0.5, periodsPerYear: 1, annualise: 'simple' } as const;

  assert.throws(() => exponentialMean(matrixOf([0.1]), options), RangeError);
});

means('beta is the slope on the market', () => {
  const market = Float64Array.of(0.01, -0.02, 0.03, 0.02);
  const returns = matrixOf([0.03, 0.01], [-0.03, nothing], [0.07, 0.03], [0.05, 0.02]);

  const found = capmReturns(returns, market, yearly);

  // The first is 2·market + 0.01. The second is the market where it is: with that, its covariance
  // is 0.0001, and the market's own variance is 0.0014/3.
  allNear(found?.betas ?? [], [2, 0.0001 / (0.0014 / 3)]);
  allNear([found?.marketReturn ?? Number.NaN], [0.01]);
  allNear(found?.expected ?? [], [0, 0.02 - 0.01 * (0.0003 / 0.0014)]);
});

means('a symbol that does not vary earns the risk-free rate', () => {
  const found = capmReturns(matrixOf([0.1], [0.1], [0.1]), Float64Array.of(0.3, 0.1, 0.7), yearly);

  assert.equal(Array.from(found?.expected ?? []), [0.02]);
});

means('a market that does not vary, or hardly is, has no betas', () => {
  const returns = matrixOf([0.1], [0.2], [0.3]);

  assert.is(capmReturns(returns, Float64Array.of(0.1, 0.1, 0.1), yearly), undefined);
  assert.is(capmReturns(returns, Float64Array.of(nothing, nothing, 0.1), yearly), undefined);
  assert.throws(() => capmReturns(returns, Float64Array.of(0.1), yearly), RangeError);
});

means('betas on the equally weighted market average to one', () => {
  for (let seed = 1; seed <= 20; seed++) {
    const returns = simulatedReturns(seed, { periods: 30, symbols: 6 });
    const market = Float64Array.from({ length: 30 }, (_, t) =>
      returns.values.subarray(t * 6, t * 6 + 6).reduce((sum, value) => sum + value / 6, 0),
    );

    const betas = capmReturns(returns, market, yearly)?.betas ?? new Float64Array();

    allNear([betas.reduce((sum, beta) => sum + beta, 0)], [6]);
  }
});

for (const { title, returns, ...golden } of goldenEstimates) {
  means(`means agree with pandas: ${title}`, () => {
    const options = { span: 10, periodsPerYear: 1, annualise: 'simple' } as const;

    allNear(geometricMean(returns, 252), golden.geometric);
    allNear(exponentialMean(returns, options), golden.exponential_mean_span_10);
  });
}

means.run();
