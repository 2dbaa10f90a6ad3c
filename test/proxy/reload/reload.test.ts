import { connect } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { PeerStatus, Status } from '../../../proxy/admin/status.ts';
import { type Backend, plain, startBackend } from '../../support/backend.ts';
import { eventually } from '../../support/eventually.ts';
import { failures, type Outcome, underLoad } from '../../support/load.ts';
import { type Answer, ask, type TestedProxy, testedProxy } from '../../support/running-proxy.ts';

const reload = suite<{ a: Backend; b: Backend; proxies: TestedProxy[] }>('reload');

reload.before.each(async (context) => {
  context.a = await startBackend((_request, socket) => socket.write(plain(200, 'a')));
  context.b = await startBackend((_request, socket) => socket.write(plain(200, 'b')));
  context.proxies = [];
});

reload.after.each(async ({ a, b, proxies }) => {
  for (const proxy of proxies) await proxy.drain();
  await a.close();
  await b.close();
});

const operator = { 'X-Edgefolio-Operator': '1' };

function reloadByHand({ adminUrl }: TestedProxy): Promise<Answer> {
  return ask(`${adminUrl}/-/reload`, { method: 'POST', headers: operator });
}

async function statusOf({ adminUrl }: TestedProxy): Promise<Status> {
  return JSON.parse((await ask(`${adminUrl}/-/status`)).body);
}

async function peersOf(proxy: TestedProxy): Promise<readonly PeerStatus[]> {
  return (await statusOf(proxy)).peers;
}

async function bodies({ url }: TestedProxy, count: number): Promise<string> {
  let text = '';
  for (let i = 0; i < count; i += 1) text += (await ask(url)).body;
  return text;
}

reload('peers come and go, and those that stay keep their figures', async ({ a, b, proxies }) => {
  const proxy = await testedProxy({ PROXY_PEERS: a.address });
  proxies.push(proxy);
  assert.is(await bodies(proxy, 3), 'aaa');

  proxy.env['PROXY_PEERS'] = `${a.address};weight=3,${b.address}`;
  const { status, body } = await reloadByHand(proxy);

  assert.equal([status, JSON.parse(body)], [200, { changed: ['PROXY_PEERS'], needsRestart: [] }]);
  assert.is([...(await bodies(proxy, 4))].sort().join(''), 'aaab');
  assert.equal(
    (await peersOf(proxy)).map(({ id, weight, answered }) => [id, weight, answered]),
    [
      [a.address, 3, 6],
      [b.address, 1, 1],
    ],
  );

  proxy.env['PROXY_PEERS'] = b.address;
  await reloadByHand(proxy);
  assert.is(await bodies(proxy, 2), 'bb');
  assert.equal(
    (await peersOf(proxy)).map(({ id }) => id),
    [b.address],
  );
});

reload('a peer that goes finishes what it has', async ({ b, proxies }) => {
  let release = (): void => undefined;
  let closed = false;
  const slow = await startBackend((_request, socket) => {
    socket.on('close', () => {
      closed = true;
    });
    release = () => socket.write(plain(200, 'late'));
  });
  const proxy = await testedProxy({ PROXY_PEERS: slow.address });
  proxies.push(proxy);
  const answer = ask(proxy.url);
  await eventually('the peer is asked', () => slow.seen[0]);

  proxy.env['PROXY_PEERS'] = b.address;
  await reloadByHand(proxy);
  assert.is(await bodies(proxy, 1), 'b');
  release();

  assert.is((await answer).body, 'late');
  await eventually('its connection is closed', () => closed);
  await slow.close();
});

reload('idle connections to a peer that goes are closed', async ({ b, proxies }) => {
  let open = 0;
  const idle = await startBackend((_request, socket) => {
    open += 1;
    socket.on('close', () => {
      open -= 1;
    });
    socket.write(plain(200, 'x'));
  });
  const proxy = await testedProxy({ PROXY_PEERS: idle.address });
  proxies.push(proxy);
  await bodies(proxy, 1);
  assert.is(open, 1);

  proxy.env['PROXY_PEERS'] = b.address;
  await reloadByHand(proxy);

  await eventually('its connection is closed', () => open === 0);
  await idle.close();
});

reload('a client keeps its connection', async ({ a, b, proxies }) => {
  const proxy = await testedProxy({ PROXY_PEERS: a.address });
  proxies.push(proxy);
  const client = connect(Number(new URL(proxy.url).port), '127.0.0.1');
  let text = '';
  client.on('data', (chunk) => {
    text += String(chunk);
  });
  const request = `GET / HTTP/1.1\r\nHost: ${new URL(proxy.url).host}\r\n\r\n`;
  client.write(request);
  await eventually('the first is answered', () => text.endsWith('\r\n\r\na'));

  proxy.env['PROXY_PEERS'] = b.address;
  await reloadByHand(proxy);
  client.write(request);

  await eventually('the second is answered', () => text.endsWith('\r\n\r\nb'));
  client.destroy();
});

reload('a failed peer stays ejected, and its counter counts on', async ({ a, proxies }) => {
  const broken = await startBackend((_request, socket) => socket.destroy());
  const proxy = await testedProxy({
    PROXY_PEERS: `${broken.address},${a.address}`,
    PROXY_MAX_FAILS: '1',
    PROXY_FAIL_TIMEOUT_MS: '60000',
  });
  proxies.push(proxy);
  await bodies(proxy, 2);

  proxy.env['PROXY_BALANCER'] = 'least-connections';
  await reloadByHand(proxy);
  await bodies(proxy, 4);

  assert.is(broken.seen.length, 1);
  const [first] = await peersOf(proxy);
  assert.equal([first?.state, first?.fails, first?.attempts], ['ejected', 1, 1]);
  await broken.close();
});

reload('a new cache counts on where the one before was', async ({ a, proxies }) => {
  const proxy = await testedProxy({ PROXY_PEERS: a.address, PROXY_CACHE_BYTES: '1000000' });
  proxies.push(proxy);
  for (const bytes of ['2000000', '0', '1000000']) {
    await bodies(proxy, 2);
    proxy.env['PROXY_CACHE_BYTES'] = bytes;
    await reloadByHand(proxy);
  }
  await bodies(proxy, 1);

  // Without a cache there was none to count.
  const { cache } = await statusOf(proxy);
  assert.equal([cache?.maxBytes, cache?.results.misses], [1_000_000, 5]);
  const { body } = await ask(`${proxy.adminUrl}/-/metrics`);
  assert.match(body, 'edgefolio_proxy_cache_requests_total{result="misses"} 5\n');
});

reload('a peer drained by hand stays drained', async ({ a, b, proxies }) => {
  const proxy = await testedProxy({ PROXY_PEERS: `${a.address},${b.address}` });
  proxies.push(proxy);
  await ask(`${proxy.adminUrl}/-/peers/${a.address}/drain`, { method: 'POST', headers: operator });

  proxy.env['PROXY_SLOW_START_MS'] = '100';
  await reloadByHand(proxy);

  assert.is(await bodies(proxy, 3), 'bbb');
});

reload('limits, time-outs and the log’s format change at once', async ({ a, proxies }) => {
  const proxy = await testedProxy({ PROXY_PEERS: a.address });
  proxies.push(proxy);
  const upload = { method: 'POST', body: 'x'.repeat(100) };
  assert.is((await ask(proxy.url, upload)).status, 200);

  proxy.env['PROXY_BODY_LIMIT_BYTES'] = '10';
  proxy.env['PROXY_ACCESS_LOG_FORMAT'] = '$request_method $status $upstream_addr';
  await reloadByHand(proxy);
  assert.is((await ask(proxy.url, upload)).status, 413);
  await bodies(proxy, 1);

  await eventually('both are logged', () => proxy.accessedLines.length === 2);
  assert.equal(proxy.accessedLines, ['POST 413 -', `GET 200 ${a.address}`]);
  assert.is(proxy.accessed.length, 1);
});

reload('who is let in and who is trusted changes at once', async ({ a, proxies }) => {
  const proxy = await testedProxy({
    PROXY_PEERS: a.address,
    PROXY_ACCESS_LOG_FORMAT: '$remote_addr',
  });
  proxies.push(proxy);
  const from = { headers: { 'X-Forwarded-For': '192.0.2.7' } };
  assert.is((await ask(proxy.url, from)).status, 200);

  proxy.env['PROXY_TRUSTED'] = '127.0.0.1';
  proxy.env['PROXY_ADDRESS_RULES'] = 'deny 192.0.2.0/24';
  await reloadByHand(proxy);

  assert.is((await ask(proxy.url, from)).status, 403);
  assert.is((await ask(proxy.url)).status, 200);
  await eventually('all are logged', () => proxy.accessedLines.length === 3);
  assert.equal(proxy.accessedLines, ['127.0.0.1', '192.0.2.7', '127.0.0.1']);
});

reload('a secret is told as nothing but secret', async ({ a, proxies }) => {
  const token = 'a-token-that-is-long-enough-0123456789';
  const proxy = await testedProxy({ PROXY_PEERS: a.address, PROXY_PEER_TOKEN: token });
  proxies.push(proxy);

  const { body } = await ask(`${proxy.adminUrl}/-/status`);

  const setting = JSON.parse(body).settings['PROXY_PEER_TOKEN'];
  assert.equal(setting, { value: '(secret)', origin: 'environment' });
  assert.not.match(body, token);
});

reload('a request in line gets the peer that a reload brings', async ({ a, proxies }) => {
  let release = (): void => undefined;
  const slow = await startBackend((_request, socket) => {
    release = () => socket.write(plain(200, 'slow'));
  });
  const proxy = await testedProxy({
    PROXY_PEERS: `${slow.address};max-conns=1`,
    PROXY_QUEUE_LENGTH: '5',
  });
  proxies.push(proxy);
  const first = ask(proxy.url);
  await eventually('the peer is asked', () => slow.seen[0]);
  const second = ask(proxy.url);
  await eventually('the second waits', async () => (await statusOf(proxy)).waiting === 1);

  proxy.env['PROXY_PEERS'] += `,${a.address}`;
  await reloadByHand(proxy);

  assert.is((await second).body, 'a');
  release();
  assert.is((await first).body, 'slow');
  await slow.close();
});

reload('a new peer is probed before the old one goes', async ({ proxies }) => {
  const probed = await startBackend(({ target }, socket) =>
    socket.write(plain(200, target === '/readyz' ? '' : 'p')),
  );
  const next = await startBackend(({ target }, socket) =>
    socket.write(plain(200, target === '/readyz' ? '' : 'n')),
  );
  const proxy = await testedProxy({
    PROXY_PEERS: probed.address,
    PROXY_PROBE_PATH: '/readyz',
    PROXY_PROBE_INTERVAL_MS: '60000',
  });
  proxies.push(proxy);
  proxy.env['PROXY_PEERS'] = next.address;

  await proxy.reload();

  assert.is(await bodies(proxy, 2), 'nn');
  await probed.close();
  await next.close();
});

reload('probes can be switched on and off', async ({ a, proxies }) => {
  const unready = await startBackend(({ target }, socket) =>
    socket.write(plain(target === '/readyz' ? 503 : 200, 'u')),
  );
  const proxy = await testedProxy({ PROXY_PEERS: `${unready.address},${a.address}` });
  proxies.push(proxy);
  const state = async (): Promise<string | undefined> => (await peersOf(proxy))[0]?.state;
  assert.is(await state(), 'live');

  proxy.env['PROXY_PROBE_PATH'] = '/readyz';
  await proxy.reload();
  await eventually('it is found draining', async () => (await state()) === 'draining');

  proxy.env['PROXY_PROBE_PATH'] = 'off';
  await proxy.reload();
  assert.is(await state(), 'live');
  await unready.close();
});

reload('faults are told to whoever asked, and nothing changes', async ({ a, proxies }) => {
  const proxy = await testedProxy({ PROXY_PEERS: a.address });
  proxies.push(proxy);
  proxy.env['PROXY_PEERS'] = 'nowhere';
  proxy.env['PROXY_ACCESS_LOG_FORMAT'] = '$nonsense';

  const { status, headers, body } = await reloadByHand(proxy);

  assert.is(status, 422);
  assert.is(headers['content-type'], 'application/problem+json');
  assert.equal(JSON.parse(body).faults, [
    'PROXY_PEERS must list host:port or host:first-last, separated by commas: it is "nowhere"',
    'PROXY_ACCESS_LOG_FORMAT names unknown variables: $nonsense: it is "$nonsense"',
  ]);
  assert.is(await bodies(proxy, 1), 'a');
  assert.equal(proxy.events, ['settings not reloaded']);
});

reload('a restart is said to be needed where it is', async ({ a, proxies }) => {
  const proxy = await testedProxy({ PROXY_PEERS: a.address });
  proxies.push(proxy);
  proxy.env['PROXY_ADMIN_PORT'] = '1';
  proxy.env['PROXY_HOST'] = '127.0.0.9';

  const { body } = await reloadByHand(proxy);

  const needsRestart = ['PROXY_HOST', 'PROXY_ADMIN_PORT'];
  assert.equal(JSON.parse(body), { changed: [], needsRestart });
  assert.is(await bodies(proxy, 1), 'a');
});

reload('a page of another site can not reload', async ({ a, proxies }) => {
  const proxy = await testedProxy({ PROXY_PEERS: a.address });
  proxies.push(proxy);
  const url = `${proxy.adminUrl}/-/reload`;

  const statuses = [
    (await ask(url, { method: 'POST' })).status,
    (await ask(url, { method: 'POST', headers: { ...operator, Origin: 'http://e.example' } }))
      .status,
    (await ask(url, { headers: operator })).status,
  ];

  assert.equal(statuses, [403, 403, 405]);
  assert.equal(proxy.events, []);
});

reload('the status shows the settings in force without secrets', async ({ a, proxies }) => {
  const proxy = await testedProxy({ PROXY_PEERS: a.address, PROXY_MAX_FAILS: '5' });
  proxies.push(proxy);

  const { settings } = await statusOf(proxy);

  assert.equal(settings['PROXY_MAX_FAILS'], { value: '5', origin: 'environment' });
  assert.equal(settings['PROXY_RETRY_TRIES'], { value: '0', origin: 'default' });
});

reload('twenty reloads under load fail no request', async ({ a, b, proxies }) => {
  const proxy = await testedProxy({ PROXY_PEERS: a.address });
  proxies.push(proxy);
  const upload = { url: proxy.url, method: 'POST', body: 'x'.repeat(5000) };
  let gets: readonly Outcome[] = [];

  const uploads = await underLoad(upload, 4, async () => {
    gets = await underLoad({ url: proxy.url }, 8, async ({ outcomes }) => {
      for (let i = 0; i < 20; i += 1) {
        const before = outcomes.length;
        proxy.env['PROXY_PEERS'] = i % 2 === 0 ? b.address : `${a.address};weight=${i + 1}`;
        proxy.env['PROXY_BALANCER'] = i % 3 === 0 ? 'least-connections' : 'round-robin';
        proxy.env['PROXY_QUEUE_LENGTH'] = String(i % 4);
        const { needsRestart } = await proxy.reload();
        assert.equal(needsRestart, []);
        await eventually('the load goes on', () => outcomes.length > before + 10);
      }
    });
  });

  assert.equal([failures(gets), failures(uploads)], [{}, {}]);
  assert.ok(a.seen.length > 50 && b.seen.length > 50);
});

reload.run();
