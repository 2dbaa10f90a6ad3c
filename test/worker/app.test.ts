import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { request } from 'undici';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Series } from '../../worker/prices/series.ts';
import { priceSeries } from '../support/price-series.ts';
import { type RunningApp, startApp } from '../support/worker-app.ts';

const app = suite<{ running: RunningApp }>('app');

const query = {
  symbols: ['AAA', 'BBB'],
  start_date: '2020-01-01',
  end_date: '2020-02-01',
  principle: '1000',
};

app.before(async (context) => {
  context.running = await startApp([
    daily('AAA', [10, 11, 10.5, 11.5, 12, 11.8]),
    daily('BBB', [20, 19, 20.5, 21, 20.8, 21.7]),
    daily('SPY', [100, 100.5, 100.4, 101, 101.2, 101.1]),
    daily('FLAT', [5, 5, 5, 5, 5, 5]),
    daily('LATE', [7, 7.1, 7.3, 7.2], 3),
    daily('AFTER', [7, 7.1, 7.3, 7.2], 38),
  ]);
});

/** A close a day from 2020-01-01 on, or so many days later. */
function daily(symbol: string, closes: readonly number[], later = 0): Series {
  return priceSeries(symbol, closes, { first: 18_262 + later });
}

app.after(({ running }) => running.stop());

interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

async function ask(
  url: string,
  options: {
    method?: 'GET' | 'POST' | 'OPTIONS' | 'PUT' | 'HEAD';
    body?: string;
    headers?: Record<string, string>;
  } = {},
): Promise<Reply> {
  const response = await request(url, { method: 'GET', ...options, body: options.body ?? null });
  return {
    status: response.statusCode,
    headers: response.headers,
    body: await response.body.text(),
  };
}

async function post(running: RunningApp, body: unknown, headers = {}): Promise<Reply> {
  return ask(`${running.url}/backend`, { method: 'POST', body: JSON.stringify(body), headers });
}

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

interface Refusal {
  readonly title: string;
  readonly body: unknown;
  readonly status: number;
  readonly says: RegExp;
}

const refusals: readonly Refusal[] = [
  {
    title: 'unknown symbols are all named',
    body: { ...query, symbols: ['NOPE', 'AAA', 'NADA'] },
    status: 422,
    says: /unknown-symbol.*NADA is known to no source.*NOPE is known to no source/,
  },
  {
    title: 'unknown symbols are told with the other faults',
    body: { ...query, symbols: ['NOPE'], start_date: '2021-01-01', principle: -1 },
    status: 400,
    says: /invalid-query.*start_date.*principle.*NOPE is known to no source/,
  },
  {
    title: 'a source that is down is said so',
    body: { ...query, symbols: ['DOWN', 'AAA'] },
    status: 503,
    says: /prices-unavailable.*the source of DOWN is down/,
  },
  {
    title: 'an empty window names its symbols',
    body: { ...query, start_date: '2019-01-01', end_date: '2019-02-01' },
    status: 422,
    says: /too-few-prices.*AAA has no prices from 2019-01-01 to 2019-02-01, has 6 from 2020-01-01/,
  },
  {
    title: 'two rows are too few',
    body: { ...query, end_date: '2020-01-02' },
    status: 422,
    says: /2 common day\(s\)/,
  },
  {
    title: 'no overlap is told for each symbol',
    body: { ...query, symbols: ['AAA', 'AFTER'], end_date: '2020-12-31', benchmark: null },
    status: 422,
    says: /0 common day\(s\).*AAA has 6 from.*AFTER has 4 from 2020-02-08/,
  },
  {
    title: 'a portfolio that is its own benchmark is ill posed',
    body: { ...query, symbols: ['SPY'] },
    status: 422,
    says: /ill-posed.*another benchmark or null/,
  },
  {
    title: 'a constant price is ill posed',
    body: { ...query, symbols: ['FLAT'], benchmark: null },
    status: 422,
    says: /ill-posed/,
  },
];

for (const { title, body, status, says } of refusals) {
  app(title, async ({ running }) => {
    const reply = await post(running, body);

    assert.is(reply.status, status);
    assert.is(reply.headers['content-type'], 'application/problem+json');
    assert.match(reply.body, says);
    assert.not.match(reply.body, /node_modules|at .*\.js|NaN/);
  });
}

app('malformed JSON is told where', async ({ running }) => {
  const reply = await ask(`${running.url}/backend`, { method: 'POST', body: '{"symbols": [' });

  assert.is(reply.status, 400);
  assert.match(reply.body, /malformed-json.*JSON/);
});

app('an empty body is told as such', async ({ running }) => {
  const reply = await ask(`${running.url}/backend`, { method: 'POST', body: '' });

  assert.is(reply.status, 400);
  assert.match(reply.body, /The body is empty/);
});

app('too large a body is refused', async ({ running }) => {
  const reply = await ask(`${running.url}/backend`, { method: 'POST', body: ' '.repeat(70_000) });

  assert.is(reply.status, 413);
  assert.is(reply.headers['content-type'], 'application/problem+json');
});

app('an encoded body is refused', async ({ running }) => {
  const reply = await post(running, query, { 'content-encoding': 'gzip' });

  assert.is(reply.status, 415);
});

app('identity in any case is no encoding', async ({ running }) => {
  const reply = await post(running, query, { 'content-encoding': 'Identity' });

  assert.is(reply.status, 200);
});

app('a body that is not UTF-8 is not mended', async ({ running }) => {
  const bytes = Buffer.from(JSON.stringify({ ...query, symbols: ['AAA'] }));
  const body = Buffer.concat([Buffer.from('{"symbols":"\xff",', 'latin1'), bytes.subarray(1)]);
  const sent = await request(`${running.url}/backend`, { method: 'POST', body });

  assert.is(sent.statusCode, 400);
  assert.match(await sent.body.text(), /malformed-json.*not UTF-8/);
});

app('a byte order mark is no fault', async ({ running }) => {
  const body = `\uFEFF${JSON.stringify(query)}`;
  const reply = await ask(`${running.url}/backend`, { method: 'POST', body });

  assert.is(reply.status, 200);
});

app('deep nesting is refused before it is parsed', async ({ running }) => {
  const body = '['.repeat(30_000) + ']'.repeat(30_000);
  const reply = await ask(`${running.url}/backend`, { method: 'POST', body });

  assert.is(reply.status, 400);
  assert.match(reply.body, /body: is nested deeper than 32 levels/);
});

app('brackets within strings are not nesting', async ({ running }) => {
  const reply = await post(running, { ...query, start_date: `\\"${'['.repeat(50)}` });

  assert.match(reply.body, /is not a date/);
});

app('a failure has no ETag', async ({ running }) => {
  const reply = await post(running, { ...query, symbols: ['SPY'] });

  assert.is(reply.status, 422);
  assert.is(reply.headers['etag'], undefined);
});

app('a store that can not be read is 503', async ({ running }) => {
  const reply = await post(running, { ...query, symbols: ['DAMAGED'] });

  assert.is(reply.status, 503);
  assert.is(reply.headers['retry-after'], '10');
  assert.match(reply.body, /prices-unavailable.*the store of prices can not be read/);
  assert.not.match(reply.body, /prices\.db/);
});

app('an unknown path is a problem', async ({ running }) => {
  const reply = await ask(`${running.url}/nowhere`);

  assert.is(reply.status, 404);
  assert.is(reply.headers['content-type'], 'application/problem+json');
});

app('another method is a problem that names those served', async ({ running }) => {
  const reply = await ask(`${running.url}/backend`, { method: 'PUT', body: '{}' });

  assert.is(reply.status, 405);
  assert.match(String(reply.headers['allow']), /POST/);
  assert.is(reply.headers['content-type'], 'application/problem+json');
});

app('what nobody expected is logged and not shown', async ({ running }) => {
  const reply = await post(running, { ...query, symbols: ['BROKEN'] });

  assert.is(reply.status, 500);
  assert.equal(JSON.parse(reply.body), {
    type: 'about:blank',
    title: 'Internal Server Error',
    status: 500,
  });
  assert.ok(running.events.some(({ error }) => String(error) === 'Error: secret'));
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
