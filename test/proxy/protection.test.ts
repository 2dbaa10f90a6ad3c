import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { assertLimit } from '../contract/support/waiting.ts';
import { type Backend, plain, startBackend } from '../support/backend.ts';
import { eventually } from '../support/eventually.ts';
import { ask, type TestedProxy, testedProxy } from '../support/running-proxy.ts';

// What protects the proxy, through a running one.
const protection = suite('protection');

interface Scene {
  readonly proxy: TestedProxy;
  readonly backend: Backend;
  /** The head that reached the peer last. */
  last(): string;
}

async function staged(
  env: Readonly<Record<string, string>>,
  play: (scene: Scene) => Promise<void>,
): Promise<void> {
  const heads: string[] = [];
  const backend = await startBackend(({ method, target, fields }, socket) => {
    heads.push([`${method} ${target} `, ...fields].join('\n'));
    socket.write(plain(200, 'hello'));
  });
  const proxy = await testedProxy({ PROXY_PEERS: backend.address, ...env });
  try {
    await play({ proxy, backend, last: () => heads.at(-1) ?? '' });
  } finally {
    await proxy.drain();
    await backend.close();
  }
}

protection('the client that a trusted hop names is logged and told to peers', async () => {
  await staged({ PROXY_TRUSTED: '127.0.0.0/8' }, async ({ proxy, last }) => {
    const headers = { 'X-Forwarded-For': '192.0.2.1', 'X-Forwarded-Proto': 'https' };
    await ask(proxy.url, { headers });
    await eventually('it is logged', () => proxy.accessed[0]);

    assert.is(proxy.accessed[0]?.['client'], '192.0.2.1');
    assert.match(last(), /^x-real-ip: 192\.0\.2\.1$/im);
    assert.match(last(), /^x-forwarded-for: 192\.0\.2\.1, 127\.0\.0\.1$/im);
    assert.match(last(), /^x-forwarded-proto: https$/im);
    assert.match(last(), /^x-forwarded-port: 443$/im);
    assert.match(last(), /^forwarded: for=192\.0\.2\.1;host="[^"]+";proto=https, for=127/im);
  });
});

protection('a field of its own is hidden from peers when strangers send it', async () => {
  const env = { PROXY_TRUSTED: '192.0.2.0/24', PROXY_REAL_IP_HEADER: 'CF-Connecting-IP' };
  await staged(env, async ({ proxy, last }) => {
    await ask(proxy.url, { headers: { 'CF-Connecting-IP': '192.0.2.1' } });

    assert.not.match(last(), /cf-connecting-ip/i);
  });
});

protection('a refused request reaches no peer, and is counted and logged', async () => {
  await staged({ PROXY_ADDRESS_RULES: 'deny 127.0.0.1' }, async ({ proxy, last }) => {
    const answer = await ask(proxy.url, { method: 'POST', body: 'x'.repeat(1000) });

    assert.is(answer.status, 403);
    assert.is(answer.headers['content-type'], 'application/problem+json');
    assert.match(String(answer.headers['proxy-status']), 'error=http_request_denied');
    assert.is(last(), '');
    assert.ok(proxy.events.includes('refused'));
    const { body } = await ask(`${proxy.adminUrl}/-/status`);
    assert.is(JSON.parse(body).refused.address, 1);
    const metrics = await ask(`${proxy.adminUrl}/-/metrics`);
    assert.match(metrics.body, 'edgefolio_proxy_refusals_total{reason="address"} 1');
    assert.match(metrics.body, 'edgefolio_proxy_refusals_total{reason="rate"} 0');
  });
});

protection('the key lets in, and goes no further', async () => {
  const digest = createHash('sha256').update('s3cret').digest('hex');
  await staged({ PROXY_BEARER_KEYS: digest }, async ({ proxy, last }) => {
    const without = await ask(proxy.url);
    const by = await ask(proxy.url, { headers: { Authorization: 'Bearer s3cret' } });

    assert.is(without.status, 401);
    assert.is(without.headers['www-authenticate'], 'Bearer realm="edgefolio"');
    assert.is(by.status, 200);
    assert.not.match(last(), /s3cret|authorization/i);
    assert.not.match(JSON.stringify(proxy.accessed), /s3cret/);
  });
});

protection('without keys of its own, Authorization is the peers’', async () => {
  await staged({}, async ({ proxy, last }) => {
    await ask(proxy.url, { headers: { Authorization: 'Bearer s3cret' } });

    assert.match(last(), /^authorization: Bearer s3cret$/im);
  });
});

protection('peers and probes are shown the token', async () => {
  const env = { PROXY_PEER_TOKEN: 'sixteen-letters-or-more' };
  await staged({ ...env, PROXY_PROBE_PATH: '/ready' }, async ({ proxy, last }) => {
    assert.match(last(), /^GET \/ready /);
    assert.match(last(), /^x-edgefolio-token: sixteen-letters-or-more$/im);

    await ask(`${proxy.url}/asked`, { headers: { 'X-Edgefolio-Token': 'forged' } });
    await eventually('it is asked', () => /^GET \/asked /.test(last()) || undefined);
    assert.match(last(), /^x-edgefolio-token: sixteen-letters-or-more$/im);
    assert.not.match(last(), 'forged');
  });
});

protection('a rate is told on every answer, and 429 when it is exceeded', async () => {
  await staged({ PROXY_RATE_LIMITS: 'GET /a 1r/m burst=1' }, async ({ proxy }) => {
    const first = await ask(`${proxy.url}/a`);
    const second = await ask(`${proxy.url}/a?x`);
    const third = await ask(`${proxy.url}/a`);
    const other = await ask(`${proxy.url}/b`);

    assert.is(first.headers['ratelimit-policy'], '"limit-1";q=2;w=125');
    assert.is(first.headers['ratelimit'], '"limit-1";r=1;t=0');
    assert.equal([first.status, second.status, third.status], [200, 200, 429]);
    assert.ok(Number(third.headers['retry-after']) > 50);
    assert.match(String(third.headers['ratelimit']), '"limit-1";r=0;t=');
    assert.equal(JSON.parse(third.body)['violated-policies'], ['limit-1']);
    assert.is(other.headers['ratelimit'], undefined);
  });
});

protection('a delayed request comes through in time', async () => {
  await staged({ PROXY_RATE_LIMITS: '* 4r/s burst=2 delay' }, async ({ proxy }) => {
    const since = performance.now();
    const statuses = await Promise.all([ask(proxy.url), ask(proxy.url), ask(proxy.url)]);
    const ms = performance.now() - since;

    assert.equal(
      statuses.map(({ status }) => status),
      [200, 200, 200],
    );
    assertLimit(ms, 500);
  });
});

protection('a client that leaves while it is delayed asks no peer', async () => {
  const env = { PROXY_RATE_LIMITS: '* 1r/s burst=5 delay', PROXY_CLIENT_REQUESTS: '1' };
  await staged(env, async ({ proxy, last }) => {
    await ask(proxy.url);
    const late = await client(proxy.url, 'GET /late HTTP/1.1\r\nHost: a\r\n\r\n');
    await eventually('it waits', async () => (await ask(proxy.url)).status === 429 || undefined);
    late.resetAndDestroy();
    const left = await eventually('it is gone', () =>
      proxy.accessed.find(({ target }) => target === '/late'),
    );

    assert.is(left['status'], 499);
    assert.not.match(last(), '/late');
    assert.is((await ask(`${proxy.url}/next`)).status, 200);
  });
});

protection('one client has only so many connections', async () => {
  await staged({ PROXY_CLIENT_CONNECTIONS: '2' }, async ({ proxy }) => {
    const first = await client(proxy.url);
    const second = await client(proxy.url);
    const third = await client(proxy.url);
    await once(third, 'close');

    assert.ok(!first.destroyed && !second.destroyed);
    first.destroy();
    await eventually('there is room', async () =>
      (await ask(proxy.url).catch(() => undefined)) === undefined ? undefined : true,
    );
    second.destroy();
  });
});

protection('all clients together have only so many connections', async () => {
  await staged({ PROXY_MAX_CLIENTS: '1' }, async ({ proxy }) => {
    const fields = 'Host: a\r\nContent-Length: 5\r\nExpect: 100-continue';
    const busy = await client(proxy.url, `POST / HTTP/1.1\r\n${fields}\r\n\r\n`);
    await once(busy, 'data');
    const second = await client(proxy.url);
    await once(second, 'close');

    assert.ok(!busy.destroyed);
    const { body } = await ask(`${proxy.adminUrl}/-/status`);
    assert.is(JSON.parse(body).refused.all_connections, 1);
    busy.destroy();
  });
});

protection('a connection that nobody uses makes room for another', async () => {
  await staged({ PROXY_MAX_CLIENTS: '2' }, async ({ proxy }) => {
    const first = await client(proxy.url);
    const second = await client(proxy.url);
    const { status } = await ask(proxy.url);

    assert.is(status, 200);
    await eventually('the oldest is closed', () => first.destroyed || undefined);
    assert.ok(!second.destroyed);
    second.destroy();
  });
});

protection('security fields are on what peers answer and on what the proxy does', async () => {
  const env = { PROXY_SECURITY_HEADERS: 'on', PROXY_ALLOWED_HOSTS: '127.0.0.1' };
  await staged(env, async ({ proxy }) => {
    const passed = await ask(proxy.url);
    const refused = await ask(proxy.url, { headers: { Host: 'evil.test' } });

    assert.equal([passed.status, refused.status], [200, 421]);
    for (const { headers } of [passed, refused]) {
      assert.is(headers['x-content-type-options'], 'nosniff');
      assert.is(headers['content-security-policy'], "frame-ancestors 'self'");
    }
  });
});

protection.run();

async function client(url: string, bytes = ''): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.resume();
  if (bytes !== '') socket.write(bytes);
  return socket;
}
