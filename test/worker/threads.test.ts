import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Errand } from '../../worker/errand.ts';
import { Abandoned, Overloaded, TooLong } from '../../worker/errors.ts';
import { answerText } from '../../worker/portfolio/questions.ts';
import type { Series } from '../../worker/prices/series.ts';
import { createThreads, type ThreadOptions, type Threads } from '../../worker/threads.ts';
import { eventually } from '../support/eventually.ts';
import { simulatedCloses } from '../support/markets.ts';
import { frontierOn, questionOn } from '../support/questions.ts';

const threads = suite('threads');

/** Everything in a thread, nothing a job. */
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

const closes = simulatedCloses(4, { days: 80, symbols: 3, dailyDeviation: 0.02 });
const quick = questionOn(closes, { objective: 'min_volatility' });
/** Takes a second or so. */
const slow = questionOn(simulatedCloses(5, { days: 1000, symbols: 20, dailyDeviation: 0.02 }), {
  bootstrap: { samples: 100 },
});

/** Declares a test with threads of its own. */
function test(
  title: string,
  given: Partial<ThreadOptions>,
  run: (pool: Threads) => Promise<void>,
): void {
  threads(title, async () => {
    const pool = createThreads({ ...options, ...given }, now);
    try {
      await run(pool);
    } finally {
      await pool.close();
    }
  });
}

test('long answers are computed in a thread, to the same bytes', {}, async (pool) => {
  const frontier = frontierOn(closes, { points: 4 });
  const all = [quick, frontier, questionOn(closes, { global_bound: false })];
  const answers = await Promise.all(all.map((one) => pool.answer(new Errand(now), one)));

  for (const [i, one] of all.entries()) {
    assert.is(answers[i]?.toString(), await answerText(one));
  }
});

test('short answers are computed here', { inlineLimitMs: 50 }, async (pool) => {
  const errand = new Errand(now);
  const answer = await pool.answer(errand, quick);

  assert.is(answer.toString(), await answerText(quick));
  assert.is(errand.progress.waiting, false);
  assert.ok(errand.progress.expectedMs > 0);
});

test('linear programs are solved in a thread however short', {
  inlineLimitMs: 50_000,
}, async (pool) => {
  const asked = questionOn(closes, { objective: 'min_cvar' });
  const [one, other] = await Promise.all([
    pool.answer(new Errand(now), asked),
    pool.answer(new Errand(now), asked),
  ]);

  assert.ok(JSON.parse(one.toString()).optimal_allocations);
  assert.equal(one, other);
  assert.match(String(await failure(answerText(asked))), /in threads only/);
});

test('a part of a long history is answered from as it is', {}, async (pool) => {
  const { query, material } = quick;
  const part = (series: Series): Series => ({
    ...series,
    days: series.days.subarray(20),
    closes: series.closes.subarray(20),
  });
  const clipped = { ...quick, query, material: { ...material, series: material.series.map(part) } };

  const answer = await pool.answer(new Errand(now), clipped);

  assert.is(answer.toString(), await answerText(clipped));
});

test('why there is no answer is told as it is here', {}, async (pool) => {
  const unsolvable = questionOn(closes, { objective: 'target_return', target_return: 9.9 });
  const [there, here] = await Promise.all([
    failure(pool.answer(new Errand(now), unsolvable)),
    failure(answerText(unsolvable)),
  ]);

  assert.is(JSON.stringify(there), JSON.stringify(here));
  assert.match(JSON.stringify(there), /problem\/ill-posed/);
});

test('a job is told that it is one', { jobAboveMs: 0 }, async (pool) => {
  const errand = new Errand(now);
  const [answer] = await Promise.all([pool.answer(errand, quick), errand.long]);

  assert.is(answer.toString(), await answerText(quick));
});

test('a job holds up no shorter question', { jobAboveMs: 100 }, async (pool) => {
  const job = new Errand(now);
  const running = failure(pool.answer(job, slow));
  await job.long;
  await pool.answer(new Errand(now), quick);
  job.giveUp(new Abandoned());

  assert.instance(await running, Abandoned);
});

for (const jobAboveMs of [0, 60_000]) {
  test(`running work stops when it is given up, above ${jobAboveMs}`, {
    jobAboveMs,
  }, async (pool) => {
    const errand = new Errand(now);
    const reason = new Abandoned();
    const running = failure(pool.answer(errand, slow));
    await eventually('its turn', () => errand.progress.expectedMs > 0 && !errand.progress.waiting);
    errand.giveUp(reason);

    assert.is(await running, reason);
    // Its place is free again, on a new thread.
    const next = await pool.answer(new Errand(now), quick);
    assert.is(next.toString(), await answerText(quick));
  });
}

test('who gives up in the line is never given a thread', {}, async (pool) => {
  const [first, second, third] = [new Errand(now), new Errand(now), new Errand(now)];
  const reason = new Abandoned();
  const done = pool.answer(first, quick);
  const waiting = failure(pool.answer(second, slow));
  const after = pool.answer(third, quick);
  assert.is(second.progress.waiting, true);
  assert.is(third.progress.ahead, 2);
  second.giveUp(reason);

  assert.is(third.progress.ahead, 1);
  assert.is(await waiting, reason);
  assert.equal(await done, await after);
});

test('what would take longer than anything may is refused', { jobLimitMs: 100 }, async (pool) => {
  const refused = await failure(pool.answer(new Errand(now), slow));

  assert.instance(refused, TooLong);
  assert.match(String(refused), /would take about .* s and may take 0\.1 s/);
});

test('what takes longer than it may is stopped', { jobLimitMs: 1 }, async (pool) => {
  // Expected to take less than a millisecond, in which a thread does not even start.
  const stopped = await failure(pool.answer(new Errand(now), quick));

  assert.instance(stopped, TooLong);
  assert.match(String(stopped), /It has taken/);
});

test('a full line refuses and makes no job of it', { jobAboveMs: 0, jobs: 0 }, async (pool) => {
  const [first, second] = [new Errand(now), new Errand(now)];
  let long = false;
  void second.long.then(() => {
    long = true;
  });
  const done = pool.answer(first, quick);
  const refused = await failure(pool.answer(second, quick));
  await done;

  assert.instance(refused, Overloaded);
  assert.is(long, false);
});

threads.run();

async function failure(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}
