import { createServer, type Socket } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { SourceUnavailable, UnknownSymbol } from '../../../../worker/prices/errors.ts';
import type { PriceSource } from '../../../../worker/prices/source.ts';
import { createYahoo, type YahooOptions } from '../../../../worker/prices/sources/yahoo.ts';
import * as stub from '../../../support/yahoo-stub.ts';

interface Context {
  yahoo: stub.YahooStub;
  source: (options?: Partial<YahooOptions>) => PriceSource;
  slept: number[];
}

const source = suite<Context>('yahoo source');
const span = { first: 0, last: 20_000 };
const now = Date.parse('2020-01-06T22:00:00Z');

source.before.each(async (context) => {
  const yahoo = await stub.startYahooStub();
  const slept: number[] = [];
  let clock = now;
  context.yahoo = yahoo;
  context.slept = slept;
  context.source = (options) =>
    createYahoo({
      baseUrls: [yahoo.url],
      now: () => clock,
      random: () => 0.5,
      sleep: async (ms) => {
        slept.push(ms);
        clock += ms;
      },
      intervalMs: 0,
      ...options,
    });
});
source.after.each(({ yahoo }) => yahoo.close());

source('the whole history is asked for, as a browser does', async ({ yahoo, source }) => {
  yahoo.answer('AAPL', stub.chart({ adjusted: [75.5, 74.25] }));

  const series = await source().fetch('AAPL', span);

  assert.equal([...series.closes], [75.5, 74.25]);
  assert.equal(yahoo.asked, [
    '/v8/finance/chart/AAPL?period1=0&period2=1578441600&interval=1d&events=div%7Csplit' +
      '&includePrePost=false&useYfid=true&lang=en-US',
  ]);
  assert.match(yahoo.headers()['user-agent'] ?? '', /^Mozilla\/5\.0 /);
});

for (const symbol of ['^GSPC', 'EURUSD=X', 'BRK-B', 'VOD.L', 'A/../B?x#y']) {
  source(`${symbol} is one segment of the path`, async ({ yahoo, source }) => {
    yahoo.answer(symbol, stub.chart());

    assert.is((await source().fetch(symbol, span)).symbol, symbol);
    assert.is(yahoo.asked.length, 1);
  });
}

for (const [title, script] of [
  ['an empty chart', stub.emptyChart],
  ['a window before the listing', stub.beforeListing],
] as const) {
  source(`${title} is a series without rows`, async ({ yahoo, source }) => {
    yahoo.answer('FB', script);

    assert.is((await source().fetch('FB', span)).days.length, 0);
  });
}

source('an unknown symbol is told from an outage', async ({ yahoo, source }) => {
  const error = await failure(source().fetch('NO', span));

  assert.instance(error, UnknownSymbol);
  assert.match(String(error), /No data found, symbol may be delisted/);
  assert.is(yahoo.asked.length, 1);
});

const refusals: [title: string, script: stub.YahooScript, message: RegExp, requests: number][] = [
  ['too many requests', stub.tooMany, /refuses: 429 Edge: Too Many Requests/, 3],
  ['an overloaded server', stub.overloaded, /refuses: 503 Service Unavailable/, 3],
  ['an invalid crumb', stub.invalidCrumb, /refuses: 401 .*Invalid Crumb/, 1],
  ['a consent page', stub.consentPage, /refuses: 200 a page that asks for consent/, 1],
  ['a redirection to consent', stub.consentRedirect, /refuses: 302/, 1],
  ['a truncated answer', stub.truncated, /can't be reached: UND_ERR_/, 1],
  ['404 without JSON', stub.plain(404, 'gone', 'text/plain'), /refuses: 404 gone/, 1],
];
for (const [title, script, message, requests] of refusals) {
  source(`${title} is an outage`, async ({ yahoo, source }) => {
    yahoo.answer('AAPL', script);

    const error = await failure(source().fetch('AAPL', span));

    assert.instance(error, SourceUnavailable);
    assert.match(String(error), message);
    assert.is(error instanceof SourceUnavailable && error.symbol, undefined);
    assert.is(yahoo.asked.length, requests);
  });
}

source("malformed JSON is one symbol's fault", async ({ yahoo, source }) => {
  yahoo.answer('AAPL', stub.malformed);

  const error = await failure(source().fetch('AAPL', span));

  assert.instance(error, SourceUnavailable);
  assert.is(error instanceof SourceUnavailable && error.symbol, 'AAPL');
});

source('silence ends at the time-out', async ({ yahoo, source }) => {
  yahoo.answer('AAPL', stub.silence);

  const error = await failure(source({ timeoutMs: 50 }).fetch('AAPL', span));

  assert.instance(error, SourceUnavailable);
  assert.match(String(error), /can't be reached: .*(TIMEOUT|Timeout)/i);
});

source('a refused connection is an outage at once', async ({ yahoo, source, slept }) => {
  await yahoo.close();

  const error = await failure(source().fetch('AAPL', span));

  assert.instance(error, SourceUnavailable);
  assert.match(String(error), /ECONNREFUSED/);
  assert.equal(slept, []);
});

source('a connection that is never made ends soon', async ({ source }) => {
  const deaf = createServer();
  await new Promise<void>((resolve) => deaf.listen(0, '127.0.0.1', resolve));
  const { port } = Object(deaf.address());
  const sockets: Socket[] = [];
  deaf.on('connection', (socket) => sockets.push(socket));
  const baseUrls = [new URL(`https://127.0.0.1:${port}`)];

  const error = await failure(source({ baseUrls, connectTimeoutMs: 100 }).fetch('AAPL', span));

  assert.match(String(error), /can't be reached: UND_ERR_CONNECT_TIMEOUT/);
  for (const socket of sockets) socket.destroy();
  deaf.close();
});

source('a host name without address is an outage', async ({ source }) => {
  const baseUrls = [new URL('http://yahoo.invalid')];

  const error = await failure(source({ baseUrls }).fetch('AAPL', span));

  assert.match(String(error), /can't be reached: (ENOTFOUND|EAI_AGAIN)/);
});

source('a refusal that passes is waited out', async ({ yahoo, source, slept }) => {
  yahoo.answer('AAPL', stub.tooMany, stub.overloaded, stub.chart({ adjusted: [1, 2] }));

  const series = await source().fetch('AAPL', span);

  assert.equal([...series.closes], [1, 2]);
  assert.equal(slept, [1000, 2000]);
});

source('pauses spread by chance', async ({ yahoo, source, slept }) => {
  yahoo.answer('AAPL', stub.tooMany);
  const chances = [0, 0.999];

  await failure(source({ random: () => chances.shift() ?? 0 }).fetch('AAPL', span));

  assert.equal(slept, [500, 2998]);
});

source('hosts are asked in turn', async ({ yahoo, source }) => {
  const other = await stub.startYahooStub();
  for (const each of [yahoo, other]) each.answer('AAPL', stub.tooMany);

  await failure(source({ baseUrls: [yahoo.url, other.url] }).fetch('AAPL', span));

  assert.is(yahoo.asked.length, 2);
  assert.is(other.asked.length, 1);
  await other.close();
});

source('requests keep their distance', async ({ yahoo, source, slept }) => {
  for (const symbol of ['A', 'B', 'C']) yahoo.answer(symbol, stub.chart());
  const { fetch } = source({ intervalMs: 500 });

  for (const symbol of ['A', 'B', 'C']) await fetch(symbol, span);

  assert.equal(slept, [500, 500]);
});

async function failure(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}

source.run();
