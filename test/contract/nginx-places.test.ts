import { setTimeout as delay } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { eventually } from '../support/eventually.ts';
import { startNginx } from './start-nginx.ts';
import { fieldValue } from './support/message.ts';
import { startOrigin } from './support/origin.ts';
import { ask, openClient, requestBytes } from './support/raw-client.ts';
import { closes, inTurn, says, status, writes } from './support/scripts.ts';
import { onlyHead, withNginx } from './support/with-nginx.ts';

// What nginx serves in places of their own, and writes of it.
const places = suite('nginx as generated with places of their own');

const jsonType = 'application/json';

places('tunnels pass both ways, and outlast the silence that an answer may have', async () => {
  await withNginx({ options: { responseTimeoutMs: 300 } }, async ({ edge, origin }) => {
    origin.script = async (exchange) => {
      exchange.write('HTTP/1.1 101 Go\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n');
      const piece = await exchange.reader.some();
      // Longer than the silence of an answer may be.
      await delay(700);
      exchange.write(`echo ${piece}`);
      await exchange.closed();
    };
    const client = await openClient(edge.port);
    const fields = ['Connection: Upgrade', 'Upgrade: WebSocket'];
    client.send(requestBytes({ port: edge.port, target: '/socket?a=%41', fields }));
    const head = await client.reader.through('\r\n\r\n');
    client.send('hello');
    const echo = await client.reader.through('hello');
    client.destroy();

    assert.match(head.toString(), /^HTTP\/1\.1 101 .*\r\n(?:.*\r\n)*Upgrade: websocket\r\n/);
    assert.is(echo.toString(), 'echo hello');
    assert.is(onlyHead(origin).startLine, 'GET /socket?a=%41 HTTP/1.1');
    assert.is(fieldValue(onlyHead(origin), 'connection')?.toLowerCase(), 'upgrade');
  });
});

places('protocols that are not listed are not told to peers', async () => {
  await withNginx({}, async ({ asked, origin }) => {
    const answer = await asked({ fields: ['Connection: Upgrade', 'Upgrade: h2c'] });

    assert.is(answer.status, 200);
    assert.is(fieldValue(onlyHead(origin), 'upgrade'), undefined);
    assert.is(fieldValue(onlyHead(origin), 'connection'), undefined);
  });
});

places('routes declared idempotent are tried again, others are not', async () => {
  const env = { PROXY_IDEMPOTENT_ROUTES: 'POST /pure, POST /jobs/*' };
  const origins = [await startOrigin(closes), await startOrigin(says('b'))];
  const options = { peers: origins, maxFails: 0 };
  const edge = await startNginx(options, { env });
  const post = async (target: string): Promise<readonly number[]> => {
    const first = await ask({ port: edge.port, method: 'POST', target, body: 'question' });
    const second = await ask({ port: edge.port, method: 'POST', target, body: 'question' });
    return [first.status, second.status].sort();
  };
  try {
    assert.equal(await post('/pure?x'), [200, 200]);
    assert.equal(await post('/jobs/7'), [200, 200]);
    assert.equal(await post('/purer'), [200, 502]);
    assert.equal(await post('/jobs/../accounts'), [200, 502]);
    const failed = await ask({ port: edge.port, method: 'POST', target: '/', body: 'question' });
    if (failed.status !== 200)
      assert.is(fieldValue(failed, 'content-type'), 'application/problem+json');
  } finally {
    await edge.stop();
    for (const origin of origins) await origin.close();
  }
});

places('answers worth it are compressed', async () => {
  const env = { PROXY_COMPRESS: 'on', PROXY_COMPRESS_MIN_BYTES: '100' };
  await withNginx({ env }, async ({ asked, origin }) => {
    const coded = async (type: string, length: number): Promise<string | undefined> => {
      const head = `HTTP/1.1 200 OK\r\nContent-Type: ${type}\r\nContent-Length: ${length}\r\n\r\n`;
      origin.script = writes(head + 'x'.repeat(length));
      return fieldValue(await asked({ fields: ['Accept-Encoding: gzip'] }), 'content-encoding');
    };
    assert.is(await coded(jsonType, 500), 'gzip');
    assert.is(await coded('application/problem+json', 500), 'gzip');
    assert.is(await coded('text/csv', 500), 'gzip');
    assert.is(await coded(jsonType, 50), undefined);
    assert.is(await coded('image/png', 500), undefined);
    assert.is(await coded('text/event-stream', 500), undefined);
  });
});

const env = { PROXY_CACHE_BYTES: '1048576', PROXY_CACHE_STALE_IF_ERROR_MS: '60000' };

places('what may be kept is asked for once', async () => {
  await withNginx({ env }, async ({ asked, origin }) => {
    origin.script = writes(
      'HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nContent-Length: 1\r\n\r\na',
    );
    const first = await asked({});
    const second = await asked({});
    const anew = await asked({ fields: ['Cache-Control: no-cache'] });
    const secret = await asked({ target: '/s', fields: ['Authorization: Basic eA=='] });
    await asked({ target: '/s', fields: ['Authorization: Basic eA=='] });
    await asked({ method: 'POST', body: 'b' });

    assert.match(fieldValue(first, 'cache-status') ?? '', /^edgefolio; fwd=/);
    assert.is(fieldValue(second, 'cache-status'), 'edgefolio; hit');
    assert.is(fieldValue(second, 'via'), '1.1 edgefolio');
    assert.is(anew.status, 200);
    assert.is(fieldValue(secret, 'cache-status'), 'edgefolio; fwd=uri-miss');
    assert.equal(origin.asked, ['GET /', 'GET /', 'GET /s', 'GET /s', 'POST /']);
  });
});

places('a stale answer stands in for an error', async () => {
  await withNginx({ env }, async ({ asked, origin }) => {
    origin.script = inTurn(
      writes('HTTP/1.1 200 OK\r\nCache-Control: max-age=1\r\nContent-Length: 1\r\n\r\na'),
      status(503),
    );
    await asked({});
    const stale = await eventually('the answer is stale', async () => {
      const answer = await asked({});
      return fieldValue(answer, 'cache-status') === 'edgefolio; hit; detail=stale' && answer;
    });

    assert.is(stale.status, 200);
    assert.is(stale.body.toString(), 'a');
    assert.is(origin.received.length, 2);
  });
});

places('a log line of the operator has the proxy variables', async () => {
  const line = `escape=json {"id":"$request_id","what":"$request","try":"$upstream_error"} 'q' \\ ;`;
  await withNginx({ env: { PROXY_ACCESS_LOG_FORMAT: line } }, async ({ asked, edge }) => {
    const answer = await asked({ target: '/a' });
    const written = await eventually('it is logged', async () => (await edge.loggedLines())[0]);

    const id = fieldValue(answer, 'x-request-id');
    assert.is(written, `{"id":"${id}","what":"GET /a HTTP/1.1","try":"-"} 'q' \\ ;`);
  });
});

places.run();
