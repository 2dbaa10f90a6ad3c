import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { budgetLeft, greedyShares } from '../../../../worker/kernels/shares/greedy-shares.ts';
import { tradable } from '../../../../worker/kernels/shares/share-positions.ts';
import { near } from '../../../support/near.ts';
import { shareProblem, someShareProblems } from '../../../support/share-problems.ts';

const greedy = suite('greedy-shares');

greedy('as many shares are bought as each target pays for', () => {
  const problem = shareProblem({ prices: [300, 70], targets: [500, 500] });

  assert.equal([...greedyShares(problem)], [1, 7]);
});

greedy('what is left goes to the symbol furthest below its share', () => {
  const problem = shareProblem({ prices: [40, 40], targets: [72, 48] });

  assert.equal([...greedyShares(problem)], [2, 1]);
});

greedy('shares of what is invested count, not of the whole', () => {
  // Of 1,000 the dear symbol gets none of its 800, and the others are past their shares already.
  const problem = shareProblem({ prices: [2000, 30, 30], targets: [800, 100, 100] });

  assert.equal([...greedyShares(problem)], [0, 3, 3]);
});

greedy('a symbol beyond the tenth is bought when the others are too dear', () => {
  const prices = [...Array.from({ length: 12 }, () => 150), 11];
  const targets = [...Array.from({ length: 11 }, () => 299), 150, 21.9];
  const problem = shareProblem({ prices, targets, budget: 12 * 150 + 2 * 11 + 1 });

  assert.is(greedyShares(problem).at(-1), 2);
});

greedy('an amount below every price buys nothing', () => {
  const problem = shareProblem({ prices: [300, 70], targets: [10, 10] });

  assert.equal([...greedyShares(problem)], [0, 0]);
});

greedy('a target of nothing buys nothing', () => {
  const problem = shareProblem({ prices: [1, 70], targets: [0, 100] });

  assert.equal([...greedyShares(problem)], [0, 1]);
});

greedy('weights that come out a hair below a share buy it', () => {
  const problem = shareProblem({ prices: [57, 43], targets: [0.57 * 100, 0.43 * 100] });

  assert.equal([...greedyShares(problem)], [1, 1]);
});

greedy('three lots of a tenth are 0.3', () => {
  const problem = shareProblem({ prices: [10], targets: [3.05], lots: [0.1] });

  assert.equal([...greedyShares(problem)], [0.3]);
});

greedy('shares are traded in lots, odd ones stay until all are sold', () => {
  const prices = [10, 10, 10];
  const held = [7, 107, 0];
  const targets = [410, 0, 730];
  const problem = shareProblem({ prices, targets, held, lots: [20, 20, 20] });

  assert.equal([...greedyShares(problem)], [47, 0, 60]);
});

greedy('fees are paid out of the amount', () => {
  const terms = { feePerTrade: 5, feeRate: 0.01 };
  const problem = shareProblem({ prices: [10], targets: [100], terms });

  assert.equal([...greedyShares(problem)], [9]);
  near(budgetLeft(problem, greedyShares(problem)), 4.1);
});

greedy('what is too small a trade is left as it is', () => {
  const held = [11, 0];
  const targets = [100, 100];
  const problem = shareProblem({ prices: [10, 10], targets, held, terms: { minTrade: 20 } });

  assert.equal([...greedyShares(problem)], [11, 9]);
});

greedy('a trade that costs as much as it moves is not made', () => {
  const held = [11, 0];
  const targets = [100, 100];
  const problem = shareProblem({ prices: [10, 10], targets, held, terms: { feePerTrade: 10 } });

  assert.equal([...greedyShares(problem)], [11, 8]);
});

greedy('a short position is covered by a long one', () => {
  const problem = shareProblem({ prices: [10], targets: [50], held: [-3], budget: 50 });

  assert.equal([...greedyShares(problem)], [5]);
});

greedy('amounts past what numbers count come to an end', () => {
  const problem = shareProblem({ prices: [1e-20, 3], targets: [6e29, 4e29] });

  assert.ok(budgetLeft(problem, greedyShares(problem)) <= 1e30 * 1e-12);
});

greedy('no more is spent than there is, by trades that may be made', () => {
  for (const problem of someShareProblems(1000)) {
    const positions = greedyShares(problem);

    assert.ok(budgetLeft(problem, positions) >= -1e-9 * problem.budget);
    for (const [i, shares] of positions.entries()) assert.ok(tradable(problem, i, shares));
  }
});

greedy('the order of the symbols makes no difference', () => {
  for (const problem of someShareProblems(200)) {
    const reversed = {
      ...problem,
      prices: problem.prices.slice().reverse(),
      lots: problem.lots.slice().reverse(),
      held: problem.held.slice().reverse(),
      targets: problem.targets.slice().reverse(),
    };

    assert.equal([...greedyShares(reversed)].reverse(), [...greedyShares(problem)]);
  }
});

greedy.run();
