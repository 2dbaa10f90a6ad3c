import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Backend, startBackend } from '../../support/backend.ts';
import { type Answer, ask, type TestedProxy, testedProxy } from '../../support/running-proxy.ts';

const cachePurge = suite('purge by hand');

const operator = { 'X-Edgefolio-Operator': '1' };
const head = 'HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nContent-Length: 1\r\n\r\n';

interface Cached {
  readonly peer: Backend;
  readonly proxy: TestedProxy;
  readonly purge: (query: string, headers?: Readonly<Record<string, string>>) => Promise<Answer>;
}

async function start(cacheBytes: string): Promise<Cached> {
  const peer = await startBackend((_request, socket) => socket.write(`${head}a`));
  const proxy = await testedProxy({ PROXY_PEERS: peer.address, PROXY_CACHE_BYTES: cacheBytes });
  const purge: Cached['purge'] = (query, headers = operator) =>
    ask(`${proxy.adminUrl}/-/cache/purge${query}`, { method: 'POST', headers });
  return { peer, proxy, purge };
}

async function close({ peer, proxy }: Cached): Promise<void> {
  await proxy.drain();
  await peer.close();
}

cachePurge('a key, a prefix and everything can be forgotten', async () => {
  const cached = await start('1000000');
  const { peer, proxy, purge } = cached;
  const fill = async (): Promise<void> => {
    for (const path of ['/a?b=c', '/d/1', '/d/2', '/e']) await ask(proxy.url + path);
  };
  await fill();
  await fill();
  assert.is(peer.seen.length, 4);

  assert.is(
    (await purge(`?key=${encodeURIComponent(`${proxy.url}/a?b=c`)}`)).body,
    '{"purged":1}\n',
  );
  assert.is((await purge(`?prefix=${proxy.url}/d/`)).body, '{"purged":2}\n');
  await fill();
  assert.is(peer.seen.length, 7);
  assert.is((await purge('?all')).body, '{"purged":4}\n');
  await fill();
  assert.is(peer.seen.length, 11);
  assert.ok(proxy.events.includes('cache purged by hand'));
  await close(cached);
});

cachePurge('a purge is protected as every change is', async () => {
  const cached = await start('1000000');
  const { proxy, purge } = cached;

  assert.is((await purge('?all', {})).status, 403);
  assert.is((await purge('?all', { ...operator, Origin: 'http://evil.example' })).status, 403);
  assert.is((await ask(`${proxy.adminUrl}/-/cache/purge?all`)).status, 405);
  await close(cached);
});

cachePurge('what says nothing of what to purge is refused', async () => {
  const cached = await start('1000000');
  for (const query of [
    '',
    '?',
    '?al',
    '?key=',
    '?key=/a',
    '?prefix=http://a',
    '?all&key=x',
    '?all=1',
  ]) {
    assert.is((await cached.purge(query)).status, 400, query);
  }
  await close(cached);
});

cachePurge('without a cache there is nothing to purge, and no figures', async () => {
  const cached = await start('0');
  const { purge, proxy } = cached;

  assert.is((await purge('?all')).status, 404);
  assert.is(JSON.parse((await ask(`${proxy.adminUrl}/-/status`)).body).cache, null);
  assert.not.match((await ask(`${proxy.adminUrl}/-/metrics`)).body, 'cache');
  await close(cached);
});

cachePurge('figures stand in status, metrics and page', async () => {
  const cached = await start('1000000');
  const { proxy } = cached;
  await ask(proxy.url);
  await ask(proxy.url);
  await ask(proxy.url, { method: 'POST' });
  const { cache } = JSON.parse((await ask(`${proxy.adminUrl}/-/status`)).body);

  assert.is(cache.results.hits, 1);
  assert.is(cache.results.misses, 1);
  assert.is(cache.results.bypassed, 1);
  assert.is(cache.stored, 1);
  assert.is(cache.invalidated, 1);
  assert.is(cache.entries, 0);
  assert.is(cache.bytes, 0);
  const metrics = (await ask(`${proxy.adminUrl}/-/metrics`)).body;
  assert.match(metrics, 'edgefolio_proxy_cache_requests_total{result="hits"} 1\n');
  assert.match(metrics, 'edgefolio_proxy_cache_removed_total{reason="invalidated"} 1\n');
  assert.match((await ask(proxy.adminUrl)).body, 'data-field="cache.results.hits" data-text="1"');
  await close(cached);
});

cachePurge.run();
