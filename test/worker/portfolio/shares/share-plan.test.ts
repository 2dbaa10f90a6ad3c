import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { uniformRandom } from '../../../../worker/kernels/samples/random.ts';
import {
  planShares,
  type ShareInput,
  type SharePlan,
  type ShareTerms,
} from '../../../../worker/portfolio/shares/share-plan.ts';
import { near } from '../../../support/near.ts';

const plan = suite('share-plan');

/** A question about shares; what is not told is as simple as can be. */
function input(
  weights: readonly number[],
  prices: readonly number[],
  told: Partial<ShareTerms> & { readonly cash?: number } = {},
): ShareInput {
  const { cash = 1000, ...terms } = told;
  return {
    weights: Float64Array.from(weights),
    prices: Float64Array.from(prices),
    cash,
    terms: {
      divisible: 'whole',
      lots: prices.map(() => 1),
      holdings: prices.map(() => 0),
      allocation: 'greedy',
      feePerTrade: 0,
      feeRate: 0,
      minTrade: 0,
      shortProceeds: 'invested',
      ...terms,
    },
  };
}

function planned(...question: Parameters<typeof input>): SharePlan {
  const solution = planShares(input(...question));
  if (!solution.planned) throw new Error(solution.reason);
  return solution;
}

/** Random questions with everything in them, each option absent now and then. */
function* someQuestions(count: number): Generator<ShareInput> {
  const uniform = uniformRandom(3);
  const unless = (absent: boolean, most: number): number => (absent ? 0 : most * uniform());
  for (let t = 0; t < count; t++) {
    const prices = Array.from({ length: 1 + (t % 6) }, () => 1 + 200 * uniform());
    const raw = prices.map(() => uniform() - (t % 2 === 0 ? 0 : 0.3));
    const sum = raw.reduce((total, weight) => total + weight, 0);
    yield input(
      sum < 0.3 ? prices.map(() => 1 / prices.length) : raw.map((weight) => weight / sum),
      prices,
      {
        cash: 5000 * uniform() + 100,
        holdings: prices.map(() => Math.round(unless(t % 3 === 0, 8) - (t % 2))),
        feePerTrade: unless(t % 4 === 0, 2),
        feeRate: unless(t % 5 === 0, 0.01),
        minTrade: unless(t % 7 !== 0, 100),
        allocation: t % 2 === 0 ? 'milp' : 'greedy',
        shortProceeds: t % 3 === 1 ? 'kept' : 'invested',
      },
    );
  }
}

plan('cash and money in shares add up to the value less fees', () => {
  let count = 0;
  for (const question of someQuestions(300)) {
    const solution = planShares(question);
    if (!solution.planned) continue;
    count += 1;
    const { positions, fees, cashAfter, value, misplaced, leastMisplaced } = solution;
    const money = (all: number, shares: number, i: number): number =>
      all + shares * (question.prices[i] ?? 0);
    const spent = fees.reduce((all, fee) => all + fee, 0);

    near(positions.reduce(money, cashAfter) + spent, value, 1e-9);
    assert.ok(cashAfter >= 0);
    assert.ok(leastMisplaced <= misplaced + 1e-9 * value);
  }
  assert.ok(count > 250);
});

plan('the exact choice misplaces no more than the greedy one', () => {
  const uniform = uniformRandom(5);
  for (let t = 0; t < 100; t++) {
    const parts = Array.from({ length: 2 + (t % 7) }, uniform);
    const sum = parts.reduce((total, part) => total + part, 0);
    const weights = parts.map((part) => part / sum);
    const prices = parts.map(() => 1 + 150 * uniform());
    const greedy = planned(weights, prices);
    const exact = planned(weights, prices, { allocation: 'milp' });

    assert.ok(exact.misplaced <= greedy.misplaced + 1e-9);
    assert.ok(greedy.leastMisplaced <= exact.misplaced + 1e-9);
    assert.is(exact.leastMisplaced, exact.misplaced);
  }
});

plan('what is held is sold for what is wanted', () => {
  const { positions, cashAfter, value } = planned([0, 1], [50, 30], {
    cash: 10,
    holdings: [4, 1],
  });

  assert.is(value, 240);
  assert.equal([...positions], [0, 8]);
  assert.is(cashAfter, 0);
});

plan('holdings alone are rearranged without any cash', () => {
  const { positions, cashAfter } = planned([0.5, 0.5], [10, 10], { cash: 0, holdings: [10, 0] });

  assert.equal([...positions], [5, 5]);
  assert.is(cashAfter, 0);
});

plan('what is as it should be is not traded', () => {
  const { positions, fees } = planned([0.5, 0.5], [10, 20], {
    cash: 0,
    holdings: [20, 10],
    feePerTrade: 1,
    feeRate: 0.01,
  });

  assert.equal([...positions], [20, 10]);
  assert.equal([...fees], [0, 0]);
});

plan('fees are spread over all symbols', () => {
  // 1,000 = x + 2·5 + 0.01·x, so that 490.099 a symbol is left.
  const { net, positions, fees } = planned([0.5, 0.5], [1, 1], { feePerTrade: 5, feeRate: 0.01 });

  near(net, 990 / 1.01, 1e-12);
  assert.equal([...positions], [490, 490]);
  near(fees[0], 5 + 4.9);
});

plan('fees that take everything buy what is worth them', () => {
  const { positions } = planned([0.9, 0.1], [10, 10], { cash: 100, feePerTrade: 60 });

  assert.equal([...positions], [0, 0]);
});

plan('parts of a share leave almost nothing', () => {
  const { positions, cashAfter } = planned([0.25, 0.75], [30, 70], {
    divisible: 'fractional',
    lots: [1e-6, 1e-6],
  });

  assert.equal([...positions], [8.333333, 10.714285]);
  assert.ok(cashAfter < 1e-4);
});

plan('short sales bring in what the others cost', () => {
  const { positions, cashAfter } = planned([1.3, -0.3], [100, 10]);

  assert.equal([...positions], [13, -30]);
  assert.is(cashAfter, 0);
});

plan('short sales whose money is kept buy nothing', () => {
  const { positions, cashAfter } = planned([1.3, -0.3], [100, 10], { shortProceeds: 'kept' });

  assert.equal([...positions], [10, -30]);
  assert.is(cashAfter, 300);
});

plan('a short ratio scales the short positions', () => {
  const { positions } = planned([1.3, -0.3], [100, 10], { shortRatio: 0.5 });

  assert.equal([...positions], [15, -50]);
});

plan('a short position is bought back, and a long one turned', () => {
  const { positions, cashAfter } = planned([1.5, -0.5], [10, 10], {
    cash: 100,
    holdings: [-5, 5],
  });

  assert.equal([...positions], [15, -5]);
  assert.is(cashAfter, 0);
});

plan('short positions worth more than all else have no plan', () => {
  const solution = planShares(input([1], [10], { cash: 0, holdings: [-5] }));

  assert.equal(solution, { planned: false, reason: 'no-value', value: -50 });
});

plan('sales too small to be made can leave a short position unpaid', () => {
  const question = input([0.55, 0.55, -0.1], [10, 10, 10], {
    cash: 0,
    holdings: [10, 10, -10],
    minTrade: 60,
  });

  assert.equal(planShares(question), { planned: false, reason: 'locked', missing: 90 });
});

for (const weights of [[1], [0.5, 0.5], [0, 1], [1, 0], [2, -1]]) {
  for (const price of [1e-20, 0.01, 1, 1e20]) {
    for (const cash of [1e-300, 1, 1e30]) {
      plan(`${weights} at ${price} for ${cash} come to numbers`, () => {
        const prices = weights.map(() => price);
        for (const allocation of ['greedy', 'milp'] as const) {
          const { positions, cashAfter } = planned(weights, prices, { cash, allocation });

          assert.ok(positions.every(Number.isFinite));
          assert.ok(cashAfter >= 0 && cashAfter <= 2.1 * cash);
        }
      });
    }
  }
}

plan.run();
