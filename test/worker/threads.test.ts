import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { solveFrontier } from '../../worker/portfolio/frontier.ts';
import type { MixInput } from '../../worker/portfolio/mix-problem.ts';
import { solveMix } from '../../worker/portfolio/mix-solve.ts';
import { planShares, type ShareInput } from '../../worker/portfolio/share-plan.ts';
import { createThreads } from '../../worker/threads.ts';
import { simulatedCloses } from '../support/markets.ts';
import { plainEstimate } from '../support/plain-estimate.ts';

const threads = suite('threads');

const input: MixInput = {
  closes: simulatedCloses(4, { days: 80, symbols: 3, dailyDeviation: 0.02 }),
  riskFreeRate: -0.5,
  periodsPerYear: 252,
  question: {
    objective: { name: 'max_sharpe' },
    estimate: plainEstimate,
    bounds: { lower: [0, 0, 0], upper: [1, 1, 1] },
    l2: 0,
    points: 4,
  },
};

threads('long mixes and frontiers are solved in a thread, to the same bits', async () => {
  const pool = createThreads({ inlineLimitMs: 0, threads: 1, threadQueue: 4 });
  try {
    const [mix, frontier] = await Promise.all([pool.solveMix(input), pool.solveFrontier(input)]);

    assert.equal(mix, solveMix(input));
    assert.equal(frontier, solveFrontier(input));
  } finally {
    await pool.close();
  }
});

threads('shares are chosen in a thread, to the same bits', async () => {
  const shares: ShareInput = {
    weights: Float64Array.of(0.3, 0.3, 0.4),
    prices: Float64Array.of(170, 23, 61),
    cash: 1000,
    terms: {
      divisible: 'whole',
      lots: [1, 1, 1],
      holdings: [0, 0, 0],
      allocation: 'milp',
      feePerTrade: 1,
      feeRate: 0,
      minTrade: 0,
      shortProceeds: 'invested',
    },
  };
  const pool = createThreads({ inlineLimitMs: 0, threads: 1, threadQueue: 4 });
  try {
    assert.equal(await pool.planShares(shares), planShares(shares));
  } finally {
    await pool.close();
  }
});

threads('linear programs are solved in a thread however short they are', async () => {
  const objective = { name: 'min_cvar', confidence: 0.95 } as const;
  const asked = { ...input, question: { ...input.question, objective } };
  const pool = createThreads({ inlineLimitMs: 50_000, threads: 1, threadQueue: 4 });
  try {
    const [one, other] = await Promise.all([pool.solveMix(asked), pool.solveMix(asked)]);

    assert.ok(one.solved);
    assert.equal(one, other);
    assert.throws(() => solveMix(asked), /in threads only/);
  } finally {
    await pool.close();
  }
});

threads.run();
