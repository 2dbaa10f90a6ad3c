import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Errand } from '../../worker/errand.ts';
import { solveFrontier } from '../../worker/portfolio/frontier.ts';
import type { MixInput } from '../../worker/portfolio/mix-problem.ts';
import { solveMix } from '../../worker/portfolio/mix-solve.ts';
import { createThreads, type ThreadOptions } from '../../worker/threads.ts';
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

/** Work of hours, were it not given up: 100,000 days of 1,000 symbols. */
const options: ThreadOptions = {
  inlineLimitMs: 0,
  threads: 1,
  threadQueue: 4,
  jobAboveMs: 2000,
  jobThreads: 1,
  jobs: 4,
  jobLimitMs: 600_000,
};

const now = (): number => 0;

threads('long mixes and frontiers are solved in a thread, to the same bits', async () => {
  const pool = createThreads(options, now);
  const work = pool.workFor(new Errand(now));
  try {
    const [mix, frontier] = await Promise.all([work.solveMix(input), work.solveFrontier(input)]);

    assert.equal(mix, solveMix(input));
    assert.equal(frontier, solveFrontier(input));
  } finally {
    await pool.close();
  }
});

threads.run();
