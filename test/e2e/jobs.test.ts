import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ask, type Reply } from '../support/asking.ts';
import { eventually } from '../support/eventually.ts';
import { answers, createPm2, type Pm2, telling } from '../support/pm2.ts';

/** Longer than a start, a drain or a job takes on a busy machine. */
const limitMs = 60_000;

/** Every question becomes a job, so that quick ones will do. */
const everyQuestion = { WORKER_JOB_ABOVE_MS: '0', WORKER_INLINE_LIMIT_MS: '0' };

const quick = {
  prices: {
    dates: ['2020-01-02', '2020-01-03', '2020-01-06', '2020-01-07'],
    closes: { AAA: [10, 11, 10.5, 12], BBB: [20, 19.5, 20.5, 21] },
  },
  benchmark: null,
};

for (const runtime of ['node', 'deno', 'nginx']) {
  const through = suite<{ pm2: Pm2 }>(`jobs through ${runtime}`);
  const test = telling(through);

  through.before(async (context) => {
    context.pm2 = await createPm2({ PROXY_RUNTIME: runtime, ...everyQuestion });
    await context.pm2.cli('start', 'ecosystem.config.js');
    await eventually('the proxy answers', () => answers(context.pm2), limitMs);
  });

  through.after(({ pm2 }) => pm2.end());

  test('whichever worker is asked has the job', async ({ pm2 }) => {
    const started = await question(pm2, quick);
    const path = pathOf(started);
    const done = await eventually('it is done', () => finished(pm2.url + path), limitMs);
    const everywhere = await Promise.all(
      [pm2.url, ...workers(pm2), pm2.url].map((url) => ask(url + path)),
    );

    assert.is(started.status, 202);
    assert.is(done.status, 200);
    assert.ok(JSON.parse(done.body).optimal_allocations.AAA > 0);
    for (const { status, body, headers } of everywhere) {
      assert.is(status, 200);
      assert.is(body, done.body);
      assert.is(headers['etag'], done.headers['etag']);
    }
  });

  test('whichever worker is asked cancels the job', async ({ pm2 }) => {
    const path = pathOf(await question(pm2, slow('A')));
    const [owner, other] = ordered(workers(pm2), path);
    const before = await ask(other + path);
    const cancelled = await ask(other + path, { method: 'DELETE' });

    assert.is(before.status, 202);
    assert.is(cancelled.status, 204);
    for (const url of [owner, other, pm2.url]) assert.is((await ask(url + path)).status, 410);
    const { jobs } = JSON.parse((await ask(`${owner}/readyz`)).body);
    assert.is(jobs.running + jobs.queued, 0);
  });

  test('a reload waits for a running job and its answer', async ({ pm2 }) => {
    const path = pathOf(await question(pm2, some('B', 40, '2018-01-01')));
    const [done] = await Promise.all([
      eventually('it is done', () => finished(pm2.url + path), limitMs),
      pm2.cli('reload', 'stocks-backend'),
    ]);

    assert.is(done.status, 200, done.body);
  });

  test('a job that is gone with its worker may be asked again', async ({ pm2 }) => {
    const path = pathOf(await question(pm2, slow('C')));
    await pm2.cli('restart', 'stocks-backend');
    const gone = await eventually('the proxy answers', () => settled(pm2.url + path), limitMs);

    assert.is(gone.status, 404);
    assert.match(gone.body, /problem\/unknown-job/);
    assert.match(gone.body, /asked again/);
  });

  through.run();
}

/** Many symbols of the demo market: minutes of work. */
function slow(prefix: string): unknown {
  return some(prefix, 300, '2000-01-01');
}

function some(prefix: string, count: number, start: string): unknown {
  const symbols = Array.from({ length: count }, (_, i) => `${prefix}${i}`);
  return { symbols, start_date: start, end_date: '2020-01-01', benchmark: null };
}

function question(pm2: Pm2, body: unknown): Promise<Reply> {
  return ask(`${pm2.url}/backend`, { method: 'POST', body: JSON.stringify(body) });
}

function pathOf({ status, headers, body }: Reply): string {
  assert.is(status, 202, body);
  return String(headers['location']);
}

function workers({ basePort }: Pm2): readonly string[] {
  return [0, 1].map((instance) => `http://127.0.0.1:${basePort + instance}`);
}

/** The worker that has the job, and the one that has not. */
function ordered([first = '', second = '']: readonly string[], path: string): readonly string[] {
  return path.startsWith('/backend/jobs/0-') ? [first, second] : [second, first];
}

async function finished(url: string): Promise<Reply | false> {
  const reply = await settled(url);
  return reply !== false && reply.status !== 202 && reply;
}

/** An answer that a worker gave; false while none can. */
async function settled(url: string): Promise<Reply | false> {
  const headers = { prefer: 'wait=10' };
  const reply = await ask(url, { headers }).catch(() => undefined);
  return reply !== undefined && reply.status < 500 && reply;
}
