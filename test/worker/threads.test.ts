import { setImmediate as nextTurn } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Errand } from '../../worker/errand.ts';
import { Abandoned, Overloaded, TooLong } from '../../worker/errors.ts';
import { solveFrontier } from '../../worker/portfolio/frontier.ts';
import type { MixInput } from '../../worker/portfolio/mix-problem.ts';
import { solveMix } from '../../worker/portfolio/mix-solve.ts';
import type { SolveInput } from '../../worker/portfolio/solve.ts';
import { createThreads, type ThreadOptions } from '../../worker/threads.ts';
import { eventually } from '../support/eventually.ts';
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

/** Takes a second or so. */
const long: SolveInput = {
  closes: simulatedCloses(5, { days: 1000, symbols: 100, dailyDeviation: 0.02 }),
  hurdle: { riskFreePerPeriod: 0 },
  periodsPerYear: 252,
  globalBound: 'never',
};

const tiny = simulatedCloses(6, { days: 5, symbols: 2, dailyDeviation: 0.02 });
const weights = Float64Array.of(0.5, 0.5);

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

threads('a job has a thread of its own and says that it is long', async () => {
  const pool = createThreads({ ...options, jobAboveMs: 0.001 }, now);
  const [errand, quick] = [new Errand(now), new Errand(now)];
  try {
    const [mix] = await Promise.all([
      pool.workFor(errand).solveMix(input),
      pool.workFor(quick).followHolding({ closes: tiny, weights, portfolio: 'fixed_mix' }),
      errand.long,
    ]);

    assert.equal(mix, solveMix(input));
  } finally {
    await pool.close();
  }
});

threads('running work of some length stops when it is given up', async () => {
  const pool = createThreads({ ...options, jobAboveMs: 0 }, now);
  const [errand, next] = [new Errand(now), new Errand(now)];
  const reason = new Abandoned();
  try {
    const running = pool
      .workFor(errand)
      .solve(long)
      .catch((error) => error);
    await errand.long;
    await eventually('its turn', () => !errand.progress.waiting);
    errand.giveUp(reason);

    assert.is(await running, reason);
    // Its place is free again, on a new thread.
    assert.equal(await pool.workFor(next).solveMix(input), solveMix(input));
  } finally {
    await pool.close();
  }
});

threads('who gives up in the line is never given a thread', async () => {
  const pool = createThreads(options, now);
  const [first, second, third] = [new Errand(now), new Errand(now), new Errand(now)];
  const reason = new Abandoned();
  try {
    const done = pool.workFor(first).solveMix(input);
    const waiting = pool
      .workFor(second)
      .solve(long)
      .catch((error) => error);
    const after = pool.workFor(third).solveMix(input);
    await nextTurn();
    assert.is(second.progress.waiting, true);
    assert.is(third.progress.ahead, 2);
    second.giveUp(reason);

    assert.is(third.progress.ahead, 1);
    assert.is(await waiting, reason);
    assert.equal(await done, await after);
  } finally {
    await pool.close();
  }
});

threads('what would take longer than anything may is refused', async () => {
  const pool = createThreads({ ...options, jobLimitMs: 100 }, now);
  const errand = new Errand(now);
  const refused = await pool
    .workFor(errand)
    .solve(long)
    .catch((error) => error);

  assert.instance(refused, TooLong);
  assert.match(refused.detail, /would take about .* s and may take 0\.1 s/);
});

threads('what takes longer than it may is stopped', async () => {
  // Expected to take 0.2 ms, and a thread is not even started by then.
  const pool = createThreads({ ...options, jobLimitMs: 1 }, now);
  const errand = new Errand(now);
  const stopped = await pool
    .workFor(errand)
    .solveMix(input)
    .catch((error) => error);
  await pool.close();

  assert.instance(stopped, TooLong);
  assert.match(stopped.detail, /It has taken/);
});

threads('a full line refuses and makes no job of it', async () => {
  const pool = createThreads({ ...options, jobAboveMs: 0, jobs: 0 }, now);
  const [first, second] = [new Errand(now), new Errand(now)];
  let long = false;
  void second.long.then(() => {
    long = true;
  });
  try {
    const done = pool.workFor(first).solveMix(input);
    const refused = await pool
      .workFor(second)
      .solveMix(input)
      .catch((error) => error);
    await done;

    assert.instance(refused, Overloaded);
    assert.is(long, false);
  } finally {
    await pool.close();
  }
});

threads.run();
