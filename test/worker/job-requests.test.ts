import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Waits } from '../../worker/routes/waits.ts';
import { ask, post, query, type Reply, sixDays } from '../support/asking.ts';
import { eventually } from '../support/eventually.ts';
import { type GatedThreads, gatedThreads } from '../support/gated-threads.ts';
import { type AppOptions, type RunningApp, startApp } from '../support/worker-app.ts';

const requests = suite('requests for jobs');

interface Stage {
  readonly running: RunningApp;
  readonly gated: GatedThreads;
}

const long = 5000;
const short = 100;

/** Declares a test with an app whose solves wait for the test. */
function test(
  title: string,
  { expectedMs = long, ...options }: AppOptions & { readonly expectedMs?: number },
  run: (stage: Stage) => Promise<void>,
): void {
  requests(title, async () => {
    const gated = gatedThreads(expectedMs);
    const running = await startApp(sixDays, { ...options, threads: gated.threads });
    try {
      await run({ running, gated });
    } finally {
      await running.stop();
    }
  });
}

const other = { ...query, principle: 5 };

test('a long question is answered with a job', { now: () => 7 }, async ({ running }) => {
  const reply = await post(running, query);
  const { id, ...rest } = JSON.parse(reply.body);

  assert.is(reply.status, 202);
  assert.match(id, /^0-[A-Za-z0-9_-]{22}$/);
  assert.is(reply.headers['location'], `/backend/jobs/${id}`);
  assert.is(reply.headers['retry-after'], '5');
  assert.is(reply.headers['cache-control'], 'no-store');
  assert.is(reply.headers['etag'], undefined);
  assert.equal(rest, {
    status: 'running',
    expected_ms: 5000,
    ran_ms: 0,
    progress: 0,
    jobs_ahead: 0,
    links: { self: `/backend/jobs/${id}`, question: '/backend' },
  });
});

let time = 0;
const fast = { now: () => 200 * time++ };
test('a job tells its progress and its place', fast, async ({ running, gated }) => {
  const [first, second] = [await post(running, query), await post(running, other)];
  const one = JSON.parse((await look(running, first)).body);
  const two = JSON.parse((await look(running, second)).body);

  assert.is(one.status, 'running');
  assert.ok(one.ran_ms > 0 && one.progress > 0 && one.progress < 1);
  assert.is(two.status, 'queued');
  assert.is(two.jobs_ahead, 1);
  assert.is(gated.begun(), 1);
});

test('its answer is the one that had been given at once', {}, async ({ running, gated }) => {
  const started = await post(running, query);
  gated.release();
  const later = await done(running, started);
  const atOnce = await post(running, query);

  assert.is(later.status, 200);
  assert.is(later.body, atOnce.body);
  for (const name of ['etag', 'content-type', 'cache-control', 'vary']) {
    assert.is(later.headers[name], atOnce.headers[name], name);
  }
  assert.match(String(later.headers['server-timing']), /^computed;dur=/);
});

test('a failure is told as it had been at once', {}, async ({ running, gated }) => {
  const flat = { ...query, symbols: ['FLAT'], benchmark: null };
  const started = await post(running, flat);
  gated.release();
  const later = await done(running, started);

  assert.is(started.status, 202);
  assert.is(later.status, 422);
  assert.is(later.headers['content-type'], 'application/problem+json');
  assert.match(later.body, /problem\/ill-posed/);
});

test('the answer of a job is revalidated and has its form', {}, async ({ running, gated }) => {
  const started = await post(running, query, { accept: 'text/csv' });
  gated.release();
  const later = await done(running, started);
  const tag = String(later.headers['etag']);
  const again = await look(running, started, { 'if-none-match': tag });

  assert.match(tag, /-csv"$/);
  assert.is(later.body, 'date,Optimized\n');
  assert.is(again.status, 304);
  assert.is(again.body, '');
});

test('a cancelled job stops and is gone', {}, async ({ running, gated }) => {
  const started = await post(running, query);
  const cancelled = await cancel(running, started);
  const after = await look(running, started);

  assert.is(cancelled.status, 204);
  assert.is(gated.givenUp(), 1);
  assert.is(after.status, 410);
  assert.is(JSON.parse(after.body).reason, 'cancelled');
  assert.is((await cancel(running, started)).status, 410);
});

test('a queued job that is cancelled never starts', {}, async ({ running, gated }) => {
  const first = await post(running, query);
  const second = await post(running, other);
  await cancel(running, second);
  gated.release();
  await done(running, first);

  assert.is(gated.begun(), 1);
  assert.is(gated.givenUp(), 1);
});

test('whoever waits for a job that is cancelled is told so', {}, async ({ running }) => {
  const started = await post(running, query);
  const waiting = look(running, started, { prefer: 'wait=10' });
  await eventually('two requests arrived', () => running.accesses.length >= 1);
  await cancel(running, started);

  assert.is((await waiting).status, 410);
});

test('equal questions share the work but not the job', {}, async ({ running, gated }) => {
  const [first, second] = [await post(running, query), await post(running, query)];
  assert.is.not(first.headers['location'], second.headers['location']);
  await cancel(running, first);
  assert.is(gated.givenUp(), 0);
  gated.release();

  assert.is((await done(running, second)).status, 200);
  assert.is(gated.begun(), 1);
});

test('respond-async makes a job of a short question', { expectedMs: short }, async (stage) => {
  const { running, gated } = stage;
  const started = await post(running, query, { prefer: 'respond-async' });
  assert.is(started.status, 202);
  assert.is(started.headers['preference-applied'], 'respond-async');
  gated.release();

  assert.is((await done(running, started)).status, 200);
});

test('what is known already needs no job', { expectedMs: short }, async ({ running, gated }) => {
  const first = post(running, query);
  await eventually('the solve', () => gated.begun() === 1);
  gated.release();
  await first;
  const again = await post(running, query, { prefer: 'respond-async' });

  assert.is(again.status, 200);
});

test('wait waits for an answer before a job is made of it', {}, async ({ running, gated }) => {
  const waiting = post(running, query, { prefer: 'wait=10' });
  await eventually('the solve', () => gated.begun() === 1);
  gated.release();
  const reply = await waiting;

  assert.is(reply.status, 200);
  assert.equal(running.jobs.counts, { queued: 0, running: 0, done: 0 });
});

test('a wait that is over is answered with a job', {}, async ({ running }) => {
  const reply = await post(running, query, { prefer: 'wait=0' });

  assert.is(reply.status, 202);
  assert.is(reply.headers['preference-applied'], 'wait=0');
});

test('a short question whose wait is over becomes a job', { expectedMs: short }, async (stage) => {
  const reply = await post(stage.running, query, { prefer: 'wait=0' });

  assert.is(reply.status, 202);
});

test('a job can be waited for', {}, async ({ running, gated }) => {
  const started = await post(running, query);
  const waiting = look(running, started, { prefer: 'wait=10' });
  gated.release();

  assert.is((await waiting).status, 200);
});

const noWaits = new Waits({ waitLimitMs: 10_000, waits: 0 });
test('with too many who wait nobody else does', { waits: noWaits }, async ({ running }) => {
  const reply = await post(running, query, { prefer: 'wait=10' });

  assert.is(reply.status, 202);
  assert.is(reply.headers['preference-applied'], undefined);
});

test('full is told with a time to come again', { jobs: { jobs: 1 } }, async (stage) => {
  const { running, gated } = stage;
  await post(running, query);
  const refused = await post(running, other);

  assert.is(refused.status, 503);
  assert.is(refused.headers['retry-after'], '5');
  assert.is(gated.givenUp(), 1);
  assert.equal(running.jobs.counts, { queued: 0, running: 1, done: 0 });
});

test('ids that are none and jobs that are not are told apart', {}, async ({ running }) => {
  const none = await ask(`${running.url}/backend/jobs/7`);
  const unknown = await ask(`${running.url}/backend/jobs/0-${'a'.repeat(22)}`);

  assert.is(none.status, 404);
  assert.match(none.body, /no id of a job/);
  assert.is(unknown.status, 404);
  assert.match(unknown.body, /problem\/unknown-job/);
  assert.match(unknown.body, /asked again/);
});

test('a client that leaves gives its question up', { expectedMs: short }, async (stage) => {
  const { running, gated } = stage;
  const leaving = new AbortController();
  const request = fetch(`${running.url}/backend`, {
    method: 'POST',
    body: JSON.stringify(query),
    signal: leaving.signal,
  }).catch(() => 'left');
  await eventually('the solve', () => gated.begun() === 1);
  leaving.abort();

  assert.is(await request, 'left');
  await eventually('it is given up', () => gated.givenUp() === 1);
  await eventually('it is logged', () => running.accesses.at(-1)?.['status'] === 499);
  assert.equal(running.events, []);
});

test('a client that leaves while it waits cancels the job', {}, async ({ running, gated }) => {
  const leaving = new AbortController();
  const request = fetch(`${running.url}/backend`, {
    method: 'POST',
    body: JSON.stringify(query),
    headers: { prefer: 'wait=10' },
    signal: leaving.signal,
  }).catch(() => 'left');
  await eventually('the solve', () => gated.begun() === 1);
  leaving.abort();
  await request;

  await eventually('it is given up', () => gated.givenUp() === 1);
  assert.equal(running.jobs.counts, { queued: 0, running: 0, done: 0 });
});

test('readiness tells how many jobs there are', {}, async ({ running }) => {
  await post(running, query);
  await post(running, other);
  const { jobs } = JSON.parse((await ask(`${running.url}/readyz`)).body);

  assert.equal(jobs, { queued: 1, running: 1, done: 0 });
});

test('pages of any origin may fetch and cancel jobs', {}, async ({ running }) => {
  const started = await post(running, query);
  const headers = { origin: 'http://a.example', 'access-control-request-method': 'DELETE' };
  const url = running.url + String(started.headers['location']);
  const preflight = await ask(url, { method: 'OPTIONS', headers });

  assert.is(preflight.status, 204);
  assert.match(String(preflight.headers['access-control-allow-methods']), /DELETE/);
  assert.match(String(started.headers['access-control-expose-headers']), /Location.*Retry-After/);
});

test('other methods are refused', {}, async ({ running }) => {
  const started = await post(running, query);
  const url = running.url + String(started.headers['location']);
  const reply = await ask(url, { method: 'POST', body: '{}' });

  assert.is(reply.status, 405);
  assert.match(String(reply.headers['allow']), /DELETE/);
});

requests.run();

function look(running: RunningApp, { headers }: Reply, fields = {}): Promise<Reply> {
  return ask(running.url + String(headers['location']), { headers: fields });
}

function cancel(running: RunningApp, { headers }: Reply): Promise<Reply> {
  return ask(running.url + String(headers['location']), { method: 'DELETE' });
}

/** Looks until it is done. */
function done(running: RunningApp, started: Reply): Promise<Reply> {
  return eventually('the job is done', async () => {
    const reply = await look(running, started);
    return reply.status !== 202 && reply;
  });
}
