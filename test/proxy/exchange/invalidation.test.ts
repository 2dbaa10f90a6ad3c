import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { invalidate } from '../../../proxy/exchange/invalidation.ts';
import { startBackend } from '../../support/backend.ts';
import { eventually } from '../../support/eventually.ts';
import { ask, testedProxy } from '../../support/running-proxy.ts';

const invalidation = suite('invalidation');

/** The head of an answer of three bytes. */
const fresh = 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nCache-Control: max-age=60\r\n\r\n';

/** @returns the keys that became invalid */
function invalidated(method: string, status: number): readonly string[] {
  const keys: string[] = [];
  const host = 'a';
  const request = { method, scheme: 'http', host, askedHost: host, path: '/x' } as const;
  const cache = { invalidate: (key: string) => keys.push(key) };
  invalidate(cache, { ...request, askedPort: undefined }, { status, fields: [] });
  return keys;
}

invalidation('a method that may change something does, if a peer did not fail or refuse', () => {
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'MKCOL']) {
    for (const status of [200, 204, 303, 399]) {
      assert.equal(invalidated(method, status), ['http://a/x'], `${method} ${status}`);
    }
    for (const status of [400, 404, 500]) {
      assert.equal(invalidated(method, status), [], `${method} ${status}`);
    }
  }
});

invalidation('a safe method changes nothing', () => {
  for (const method of ['GET', 'HEAD', 'OPTIONS']) assert.equal(invalidated(method, 200), []);
});

for (const [name, bytes] of [
  ['a cache of other settings', '1000000'],
  ['no cache at all', '0'],
]) {
  invalidation(`what began with ${name} concerns the one of now`, async () => {
    let release = (): void => undefined;
    let version = 'old';
    const peer = await startBackend(({ method }, socket) => {
      if (method === 'GET') socket.write(fresh + version);
      else release = () => socket.write('HTTP/1.1 204 Done\r\n\r\n');
    });
    const env = { PROXY_PEERS: peer.address, PROXY_CACHE_BYTES: String(bytes) };
    const proxy = await testedProxy(env);
    const posted = ask(proxy.url, { method: 'POST' });
    await eventually('the peer is asked', () => peer.seen[0]);

    proxy.env['PROXY_CACHE_BYTES'] = '2000000';
    await proxy.reload();
    await ask(proxy.url);
    const before = await ask(proxy.url);
    version = 'new';
    release();
    await posted;

    const after = await ask(proxy.url);
    await proxy.drain();
    await peer.close();

    assert.match(String(before.headers['cache-status']), 'hit');
    assert.equal([before.body, after.body], ['old', 'new']);
  });
}

invalidation.run();
