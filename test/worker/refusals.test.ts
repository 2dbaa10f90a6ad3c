import { request } from 'undici';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ask, post, query, sixDays } from '../support/asking.ts';
import { type RunningApp, startApp } from '../support/worker-app.ts';

const refusals = suite<{ running: RunningApp }>('refusals');

refusals.before(async (context) => {
  context.running = await startApp(sixDays);
});

refusals.after(({ running }) => running.stop());

interface Refusal {
  readonly title: string;
  readonly body: unknown;
  readonly status: number;
  readonly says: RegExp;
}

const refused: readonly Refusal[] = [
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
    title: 'a symbol that never had a price is to be left out, whatever the window',
    body: {
      prices: {
        dates: ['2020-01-02', '2020-01-03', '2020-01-06'],
        closes: { AAA: [10, 11, 12], CCC: [null, null, null] },
      },
    },
    status: 422,
    says: /too-few-prices.*CCC has no prices .*and none at all: leave it out/,
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

for (const { title, body, status, says } of refused) {
  refusals(title, async ({ running }) => {
    const reply = await post(running, body);

    assert.is(reply.status, status);
    assert.is(reply.headers['content-type'], 'application/problem+json');
    assert.match(reply.body, says);
    assert.not.match(reply.body, /node_modules|at .*\.js|NaN/);
  });
}

refusals('malformed JSON is told where', async ({ running }) => {
  const reply = await ask(`${running.url}/backend`, { method: 'POST', body: '{"symbols": [' });

  assert.is(reply.status, 400);
  assert.match(reply.body, /malformed-json.*JSON/);
});

refusals('an empty body is told as such', async ({ running }) => {
  const reply = await ask(`${running.url}/backend`, { method: 'POST', body: '' });

  assert.is(reply.status, 400);
  assert.match(reply.body, /The body is empty/);
});

refusals('too large a body is refused', async ({ running }) => {
  const reply = await ask(`${running.url}/backend`, { method: 'POST', body: ' '.repeat(70_000) });

  assert.is(reply.status, 413);
  assert.is(reply.headers['content-type'], 'application/problem+json');
});

refusals('an encoded body is refused', async ({ running }) => {
  const reply = await post(running, query, { 'content-encoding': 'gzip' });

  assert.is(reply.status, 415);
});

refusals('identity in any case is no encoding', async ({ running }) => {
  const reply = await post(running, query, { 'content-encoding': 'Identity' });

  assert.is(reply.status, 200);
});

refusals('a body that is not UTF-8 is not mended', async ({ running }) => {
  const bytes = Buffer.from(JSON.stringify({ ...query, symbols: ['AAA'] }));
  const body = Buffer.concat([Buffer.from('{"symbols":"\xff",', 'latin1'), bytes.subarray(1)]);
  const sent = await request(`${running.url}/backend`, { method: 'POST', body });

  assert.is(sent.statusCode, 400);
  assert.match(await sent.body.text(), /malformed-json.*not UTF-8/);
});

refusals('a byte order mark is no fault', async ({ running }) => {
  const body = `\uFEFF${JSON.stringify(query)}`;
  const reply = await ask(`${running.url}/backend`, { method: 'POST', body });

  assert.is(reply.status, 200);
});

refusals('deep nesting is refused before it is parsed', async ({ running }) => {
  const body = '['.repeat(30_000) + ']'.repeat(30_000);
  const reply = await ask(`${running.url}/backend`, { method: 'POST', body });

  assert.is(reply.status, 400);
  assert.match(reply.body, /body: is nested deeper than 32 levels/);
});

refusals('brackets within strings are not nesting', async ({ running }) => {
  const reply = await post(running, { ...query, start_date: `\\"${'['.repeat(50)}` });

  assert.match(reply.body, /is not a date/);
});

refusals('a failure has no ETag', async ({ running }) => {
  const reply = await post(running, { ...query, symbols: ['SPY'] });

  assert.is(reply.status, 422);
  assert.is(reply.headers['etag'], undefined);
});

refusals('a store that can not be read is 503', async ({ running }) => {
  const reply = await post(running, { ...query, symbols: ['DAMAGED'] });

  assert.is(reply.status, 503);
  assert.is(reply.headers['retry-after'], '10');
  assert.match(reply.body, /prices-unavailable.*the store of prices can not be read/);
  assert.not.match(reply.body, /prices\.db/);
});

refusals('an unknown path is a problem', async ({ running }) => {
  const reply = await ask(`${running.url}/nowhere`);

  assert.is(reply.status, 404);
  assert.is(reply.headers['content-type'], 'application/problem+json');
});

refusals('another method is a problem that names those served', async ({ running }) => {
  const reply = await ask(`${running.url}/backend`, { method: 'PUT', body: '{}' });

  assert.is(reply.status, 405);
  assert.match(String(reply.headers['allow']), /POST/);
  assert.is(reply.headers['content-type'], 'application/problem+json');
});

refusals('what nobody expected is logged and not shown', async ({ running }) => {
  const reply = await post(running, { ...query, symbols: ['BROKEN'] });

  assert.is(reply.status, 500);
  assert.equal(JSON.parse(reply.body), {
    type: 'about:blank',
    title: 'Internal Server Error',
    status: 500,
  });
  assert.ok(running.events.some(({ error }) => String(error) === 'Error: secret'));
});

refusals.run();
