import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { uniformRandom } from '../../../../worker/kernels/samples/random.ts';
import { exactShares, placedOf } from '../../../../worker/kernels/shares/exact-shares.ts';
import { budgetLeft, greedyShares } from '../../../../worker/kernels/shares/greedy-shares.ts';
import type { ShareProblem } from '../../../../worker/kernels/shares/share-positions.ts';
import { near } from '../../../support/near.ts';
import {
  mostPlacedByTrying,
  shareProblem,
  someShareProblems,
} from '../../../support/share-problems.ts';

const exact = suite('exact-shares');

const mostStates = 50_000;

function search(problem: ShareProblem) {
  return exactShares(problem, { start: greedyShares(problem), mostStates });
}

/** A problem of the size that is asked for, without fees. */
function large(size: number, budget: number): ShareProblem {
  const uniform = uniformRandom(size);
  const parts = Array.from({ length: size }, uniform);
  const whole = parts.reduce((sum, part) => sum + part, 0);
  return shareProblem({
    prices: parts.map(() => Math.exp(6 * uniform())),
    targets: parts.map((part) => (part / whole) * budget),
    budget,
  });
}

exact('one dear share gives way to two that fit better', () => {
  // Greedy takes the dear one for 60 of its 100; the other two place 49 each.
  const problem = shareProblem({
    prices: [100, 50, 50],
    targets: [60, 49, 49],
    budget: 100,
  });
  const { positions, placed, mostPlaced } = search(problem);

  assert.equal([...greedyShares(problem)], [1, 0, 0]);
  assert.equal([...positions], [0, 1, 1]);
  assert.is(placed, 98);
  assert.is(mostPlaced, 98);
});

exact('a share that its target pays for may be sold for two others', () => {
  const problem = shareProblem({ prices: [100, 75, 75], targets: [101, 74, 74], budget: 150 });

  assert.equal([...search(problem).positions], [0, 1, 1]);
});

exact('trying every position finds nothing better', () => {
  for (const problem of someShareProblems(1200)) {
    const { positions, placed, mostPlaced } = search(problem);

    near(placed, mostPlacedByTrying(problem), 1e-9);
    assert.is(mostPlaced, placed);
    near(placedOf(problem, positions), placed);
    assert.ok(budgetLeft(problem, positions) >= -1e-9 * problem.budget);
  }
});

exact('the bound without a search is above every answer', () => {
  for (const problem of someShareProblems(400)) {
    const start = greedyShares(problem);
    const bounded = exactShares(problem, { start, mostStates: 0 });

    assert.equal([...bounded.positions], [...start]);
    assert.ok(bounded.mostPlaced >= mostPlacedByTrying(problem) - 1e-9);
  }
});

for (const [size, budget] of [
  [50, 1e5],
  [200, 1e6],
] as const) {
  exact(`${size} symbols are bettered, with a small gap`, () => {
    const problem = large(size, budget);
    const start = greedyShares(problem);
    const { placed, mostPlaced } = search(problem);

    assert.ok(placed > placedOf(problem, start));
    assert.ok(mostPlaced - placed < 1e-5 * budget);
  });
}

exact('equal questions have equal answers', () => {
  const problem = large(60, 3e4);

  assert.equal(search(problem), search(problem));
});

exact('parts of a share fill up what whole shares leave', () => {
  const problem = shareProblem({
    prices: [172.36, 1019.97, 60_000],
    targets: [3000, 4000, 3000],
    lots: [1, 1, 1e-8],
  });
  const { placed, mostPlaced } = search(problem);

  assert.is(mostPlaced, placed);
  assert.ok(placed > 10_000 - 172.36 - 1019.97);
});

exact.run();
