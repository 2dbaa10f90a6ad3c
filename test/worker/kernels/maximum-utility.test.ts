import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { kktBounded } from '../../../worker/kernels/kkt-bounded.ts';
import { maximumUtility, portfolioAt } from '../../../worker/kernels/maximum-utility.ts';
import { frontierOf, randomFrontiers, twoSymbols } from '../../support/frontiers.ts';

const utility = suite('maximum-utility');

utility('two symbols are held by the slope of the utility', () => {
  const found = maximumUtility(frontierOf(twoSymbols), 0.1);

  // λ = 10: w₂ = 1/5 + 10·0.1/5.
  assert.ok(found.solved);
  if (!found.solved) return;
  assert.ok(Math.abs((found.point.weights[1] ?? 0) - 0.4) < 1e-14);
  assert.ok(Math.abs(found.utility - (0.14 - 0.05 * (0.36 + 0.64))) < 1e-14);
});

utility('without aversion the highest return is taken', () => {
  const found = maximumUtility(frontierOf(twoSymbols), 0);

  assert.ok(found.solved && found.point.weights[1] === 1 && found.utility === 0.2);
});

utility('a taste for risk is no question for the frontier', () => {
  assert.equal(maximumUtility(frontierOf(twoSymbols), -1), {
    solved: false,
    reason: 'negative-aversion',
  });
  assert.not(maximumUtility(frontierOf(twoSymbols), Number.NaN).solved);
});

utility('random multipliers have their portfolio', () => {
  for (const { problem, frontier } of randomFrontiers(801, 1200)) {
    const multiplier = 0.4 * (frontier.corners[0]?.multiplier ?? 0);
    const { weights } = portfolioAt(frontier, multiplier);
    const report = kktBounded({ ...problem, weights, multiplier });

    assert.ok(report.relativeResidual < 1e-12, problem.title);
  }
});

utility.run();
