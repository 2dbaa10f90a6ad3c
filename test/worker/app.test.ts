import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ask, post, query, sixDays } from '../support/asking.ts';
import { type RunningApp, startApp } from '../support/worker-app.ts';

const app = suite<{ running: RunningApp }>('app');

app.before(async (context) => {
  context.running = await startApp(sixDays);
});

app.after(({ running }) => running.stop());

for (const path of ['/', '/backend']) {
  app(`GET ${path} says Success!`, async ({ running }) => {
    const reply = await ask(running.url + path);

    assert.is(reply.status, 200);
    assert.is(reply.body, 'Success!');
    assert.match(String(reply.headers['content-type']), /^text\/plain/);
  });

  app(`POST ${path} optimises`, async ({ running }) => {
    const reply = await ask(running.url + path, { method: 'POST', body: JSON.stringify(query) });

    assert.is(reply.status, 200);
    assert.ok(JSON.parse(reply.body).optimal_allocations);
  });
}

app('a browser gets a page that says Success! too', async ({ running }) => {
  const accept = 'text/html,application/xhtml+xml,*/*;q=0.8';
  const reply = await ask(running.url, { headers: { accept } });

  assert.match(String(reply.headers['content-type']), /^text\/html/);
  assert.match(reply.body, /Success!/);
  assert.is(reply.headers['vary'], 'Accept');
});

app('the answer holds every member of the contract', async ({ running }) => {
  const answer = JSON.parse((await post(running, query)).body);

  assert.equal(Object.keys(answer), [
    'optimal_allocations',
    'sharpe_ratio',
    'cumulative_returns',
    'performance',
    'period',
    'initial_investment',
    'objective',
    'window',
    'prices',
    'shares',
    'metrics',
    'certificate',
    'warnings',
  ]);
  assert.is(answer.initial_investment, '1000');
  assert.equal(answer.period, { start: '2020-01-01', end: '2020-01-06' });
  assert.equal(answer.performance[0], { date: '2020-01-01', Optimized: 1, SPY: 1 });
  assert.is(answer.performance.length, 6);
});

app('allocations are sorted and add up to exactly one', async ({ running }) => {
  const answer = JSON.parse((await post(running, { ...query, symbols: ['bbb', 'aaa'] })).body);
  const { optimal_allocations: weights } = answer;

  assert.equal(Object.keys(weights), ['AAA', 'BBB']);
  assert.is(weights.AAA + weights.BBB, 1);
});

app('a single symbol gets everything', async ({ running }) => {
  const answer = JSON.parse((await post(running, { ...query, symbols: ['AAA'] })).body);

  assert.equal(answer.optimal_allocations, { AAA: 1 });
});

app('a body is JSON whatever its type says', async ({ running }) => {
  for (const type of ['text/plain', 'application /json', 'application/x-www-form-urlencoded']) {
    const reply = await post(running, query, { 'content-type': type });

    assert.is(reply.status, 200, type);
  }
});

app('a benchmark that starts late is null before', async ({ running }) => {
  const answer = JSON.parse((await post(running, { ...query, benchmark: 'LATE' })).body);

  assert.equal(
    answer.performance.map((row: { LATE: number }) => row.LATE),
    [null, null, null, 1, 1.0142857143, 1.0428571429],
  );
});

app('without a benchmark there is no column for it', async ({ running }) => {
  const answer = JSON.parse((await post(running, { ...query, benchmark: null })).body);

  assert.equal(Object.keys(answer.performance[0]), ['date', 'Optimized']);
});

app('two common days are too few and told so', async ({ running }) => {
  const late = { ...query, symbols: ['AAA', 'LATE'], end_date: '2020-01-05', benchmark: null };
  const reply = await post(running, late);

  assert.is(reply.status, 422);
  assert.match(reply.body, /2 common day\(s\) in the window and at least 3 are needed/);
});

app('equal questions are computed once and revalidated', async ({ running }) => {
  const fresh = { ...query, principle: 4321 };
  const before = running.solves();
  const both = await Promise.all([post(running, fresh), post(running, fresh)]);
  const tag = String(both[0]?.headers['etag']);
  const again = await post(running, fresh, { 'if-none-match': tag });

  assert.is(running.solves() - before, 1);
  assert.is(both[0]?.body, both[1]?.body);
  assert.is(both[1]?.headers['etag'], tag);
  assert.is(again.status, 304);
  assert.is(again.body, '');
});

app('another question has another ETag', async ({ running }) => {
  const [one, other] = [
    await post(running, query),
    await post(running, { ...query, principle: 7 }),
  ];

  assert.is.not(one.headers['etag'], other.headers['etag']);
});

app('a client that accepts CSV gets the table', async ({ running }) => {
  const reply = await post(running, query, { accept: 'text/csv' });

  assert.match(String(reply.headers['content-type']), /^text\/csv/);
  assert.match(String(reply.headers['etag']), /-csv"$/);
  assert.is(reply.body, 'date,Optimized\n');
});

app('every answer carries the CORS fields', async ({ running }) => {
  for (const reply of [
    await ask(running.url),
    await post(running, {}),
    await post(running, query),
  ]) {
    assert.is(reply.headers['access-control-allow-origin'], '*');
    assert.is(reply.headers['access-control-allow-methods'], 'POST, GET, OPTIONS');
    assert.is(reply.headers['access-control-allow-headers'], '*');
    assert.is(reply.headers['access-control-max-age'], '1000');
  }
});

app('a preflight is answered without a body', async ({ running }) => {
  const headers = { origin: 'http://a.example', 'access-control-request-method': 'POST' };
  const reply = await ask(`${running.url}/backend`, { method: 'OPTIONS', headers });

  assert.is(reply.status, 204);
  assert.is(reply.body, '');
});

app('OPTIONS without a preflight names the methods', async ({ running }) => {
  const reply = await ask(`${running.url}/backend`, { method: 'OPTIONS' });

  assert.match(String(reply.headers['allow']), /POST/);
});

app('a half-sent body ends without an answer or a crash', async ({ running }) => {
  const { port } = new URL(running.url);
  const socket = connect(Number(port), '127.0.0.1');
  socket.write('POST /backend HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{"symbols"');
  socket.end();
  await text(socket);

  assert.is((await ask(running.url)).status, 200);
});

app('a drain is announced before anything closes', async () => {
  const own = await startApp([]);
  try {
    const before = await ask(`${own.url}/readyz`);
    own.drain();
    const after = await ask(`${own.url}/readyz`);
    const still = await ask(`${own.url}/backend`);

    assert.is(before.status, 200);
    assert.is(after.status, 503);
    assert.is(still.status, 200);
    assert.is(still.headers['connection'], 'close');
    assert.is((await ask(`${own.url}/livez`)).status, 200);
  } finally {
    await own.stop();
  }
});

app.run();
