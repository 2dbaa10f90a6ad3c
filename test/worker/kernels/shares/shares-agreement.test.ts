import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { uniformRandom } from '../../../../worker/kernels/samples/random.ts';
import { exactShares, placedOf } from '../../../../worker/kernels/shares/exact-shares.ts';
import { budgetLeft, greedyShares } from '../../../../worker/kernels/shares/greedy-shares.ts';
import type { ShareProblem } from '../../../../worker/kernels/shares/share-positions.ts';
import type { SolveLinear } from '../../../../worker/portfolio/mix/linear-solver.ts';
import { openLinearSolver } from '../../../../worker/solvers/linear-program.ts';
import { sharesByHighs } from '../../../support/highs-shares.ts';
import { near } from '../../../support/near.ts';
import { shareProblem, someShareProblems } from '../../../support/share-problems.ts';

// Two ways to whole shares that have nothing in common.
const shares = suite<{ solve: SolveLinear }>('shares-agreement');

shares.before(async (context) => {
  context.solve = await openLinearSolver();
});

/** What HiGHS lets be of whole numbers and of the optimum, as a share of the budget. */
const tolerance = 2e-6;

function agree(problem: ShareProblem, solve: SolveLinear): void {
  const { placed, mostPlaced } = exactShares(problem, {
    start: greedyShares(problem),
    mostStates: 50_000,
  });
  const positions = sharesByHighs(problem, solve);

  assert.is(mostPlaced, placed);
  assert.ok(budgetLeft(problem, positions) >= -tolerance * problem.budget);
  const off = Math.abs(placedOf(problem, positions) - placed);
  assert.ok(off <= tolerance * problem.budget, `${placedOf(problem, positions)} for ${placed}`);
}

shares('a program worked by hand has its answer', ({ solve }) => {
  const problem = shareProblem({ prices: [100, 50, 50], targets: [60, 49, 49], budget: 100 });

  assert.equal([...sharesByHighs(problem, solve)], [0, 1, 1]);
  near(placedOf(problem, sharesByHighs(problem, solve)), 98);
});

shares('HiGHS finds nothing better with fees, holdings and least trades', ({ solve }) => {
  for (const problem of someShareProblems(240)) agree(problem, solve);
});

shares('HiGHS finds nothing better among more symbols', ({ solve }) => {
  const uniform = uniformRandom(29);
  for (let t = 0; t < 60; t++) {
    const size = 5 + (t % 4);
    const prices = Array.from({ length: size }, () => Math.round(500 + 9500 * uniform()) / 100);
    const parts = prices.map(() => uniform());
    const whole = parts.reduce((sum, part) => sum + part, 0);
    const budget = 300 + 700 * uniform();
    const feePerTrade = t % 2 === 0 ? 0 : 3 * uniform();
    const targets = parts.map((part) => (part / whole) * budget);
    agree(shareProblem({ prices, targets, budget, terms: { feePerTrade } }), solve);
  }
});

shares.run();
