import { once } from 'node:events';
import { createServer } from 'node:http';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ask, post, query, type Reply, sixDays } from '../../support/asking.ts';
import { eventually } from '../../support/eventually.ts';
import { type GatedThreads, gatedThreads } from '../../support/gated-threads.ts';
import { freePorts } from '../../support/ports.ts';
import { type AppOptions, type RunningApp, startApp } from '../../support/worker-app.ts';

const siblings = suite('siblings');

interface Two {
  readonly first: RunningApp;
  readonly second: RunningApp;
  readonly gated: GatedThreads;
  readonly basePort: number;
}

/** Declares a test with two workers of one host; the first one's solves wait for the test. */
function test(title: string, options: AppOptions, run: (two: Two) => Promise<void>): void {
  siblings(title, async () => {
    const basePort = await freePorts(3);
    const gated = gatedThreads(5000);
    const { threads } = gated;
    const told = { siblings: 3, basePort };
    const start = (instance: number): Promise<RunningApp> =>
      startApp(sixDays, { ...options, threads, siblings: { ...told, instance } });
    const [first, second] = [await start(0), await start(1)];
    try {
      await run({ first, second, gated, basePort });
    } finally {
      await Promise.all([first.stop(), second.stop()]);
    }
  });
}

test('any worker tells of a job and hands out its answer', {}, async (two) => {
  const { first, second, gated } = two;
  const started = await post(first, query);
  const path = String(started.headers['location']);
  const running = await ask(second.url + path);
  gated.release();
  const later = await eventually('the job is done', () => done(second.url + path));
  const own = await ask(first.url + path);

  assert.is(running.status, 202);
  assert.is(running.headers['location'], path);
  assert.is(running.headers['retry-after'], started.headers['retry-after']);
  assert.is(later.status, 200);
  assert.is(later.body, own.body);
  for (const name of ['etag', 'content-type', 'cache-control', 'vary', 'server-timing']) {
    assert.is(later.headers[name], own.headers[name], name);
  }
  assert.is(later.headers['access-control-allow-origin'], '*');
});

test('any worker cancels a job', {}, async ({ first, second, gated }) => {
  const started = await post(second, query);
  const path = String(started.headers['location']);
  const cancelled = await ask(first.url + path, { method: 'DELETE' });

  assert.match(path, /\/1-/);
  assert.is(cancelled.status, 204);
  assert.is(gated.givenUp(), 1);
  assert.is((await ask(first.url + path)).status, 410);
});

test('what a client prefers and knows reaches the worker', {}, async ({ first, second, gated }) => {
  const started = await post(first, query);
  const url = second.url + String(started.headers['location']);
  const waiting = ask(url, { headers: { prefer: 'wait=10' } });
  gated.release();
  const { headers } = await waiting;
  const held = { 'if-none-match': String(headers['etag']), 'x-request-id': 'told' };
  const again = await ask(url, { headers: held });

  assert.is(again.status, 304);
  assert.is(again.headers['etag'], headers['etag']);
  assert.ok(first.accesses.some(({ requestId }) => requestId === 'told'));
});

test('HEAD is answered without a body', {}, async ({ first, second }) => {
  const started = await post(first, query);
  const url = second.url + String(started.headers['location']);
  const reply = await ask(url, { method: 'HEAD' });

  assert.is(reply.status, 202);
  assert.is(reply.body, '');
});

test('a worker that has ended has no jobs any more', {}, async ({ first }) => {
  const reply = await ask(`${first.url}/backend/jobs/2-${'a'.repeat(22)}`);

  assert.is(reply.status, 404);
  assert.match(reply.body, /Worker 2, which had it, has ended.*asked again/);
});

test('a number that no worker has is asked nowhere', {}, async ({ first }) => {
  const reply = await ask(`${first.url}/backend/jobs/3-${'a'.repeat(22)}`);

  assert.is(reply.status, 404);
  assert.match(reply.body, /No such job/);
});

test('what comes from a sibling is not sent on', {}, async ({ first, second }) => {
  const started = await post(first, query);
  const headers = { 'x-edgefolio-sibling': '0' };
  const reply = await ask(second.url + String(started.headers['location']), { headers });

  assert.is(reply.status, 404);
});

const proxyToken = 'sixteen-letters-or-more';
test('workers that answer their proxy alone answer each other', { proxyToken }, async (two) => {
  const headers = { 'x-edgefolio-token': proxyToken };
  const started = await post(two.first, query, headers);
  const url = two.second.url + String(started.headers['location']);

  assert.is((await ask(url, { headers })).status, 202);
  assert.is((await ask(url)).status, 403);
});

siblings('a sibling that does not answer is told of in time', async () => {
  const basePort = await freePorts(2);
  const silent = createServer(() => undefined).listen(basePort, '127.0.0.1');
  await once(silent, 'listening');
  const told = { instance: 1, siblings: 2, basePort, siblingTimeoutMs: 50 };
  const running = await startApp([], { siblings: told });
  try {
    const reply = await ask(`${running.url}/backend/jobs/0-${'a'.repeat(22)}`);

    assert.is(reply.status, 503);
    assert.is(reply.headers['retry-after'], '2');
  } finally {
    await running.stop();
    silent.closeAllConnections();
    silent.close();
  }
});

siblings.run();

async function done(url: string): Promise<Reply | false> {
  const reply = await ask(url);
  return reply.status !== 202 && reply;
}
