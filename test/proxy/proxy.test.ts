import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { plain, startBackend } from '../support/backend.ts';
import { eventually } from '../support/eventually.ts';
import { ask, testedProxy } from '../support/running-proxy.ts';

const proxy = suite('proxy');

const probes = { PROXY_PROBE_PATH: '/readyz', PROXY_PROBE_INTERVAL_MS: '20' };

/** Who answers two requests in a row, as round robin shares them out. */
async function answering(url: string): Promise<string> {
  return (await ask(url)).body + (await ask(url)).body;
}

proxy('probes notice a draining peer and its return', async () => {
  let ready = true;
  const draining = await startBackend((request, socket) => {
    if (request.target !== '/readyz') socket.write(plain(200, 'a'));
    else socket.write(plain(ready ? 200 : 503, ''));
  });
  const other = await startBackend((_request, socket) => socket.write(plain(200, 'b')));
  const peers = `${draining.address},${other.address}`;
  const { url, drain, events } = await testedProxy({ ...probes, PROXY_PEERS: peers });

  assert.is(await answering(url), 'ab');
  ready = false;
  await eventually('only the other answers', async () => (await answering(url)) === 'bb');
  ready = true;
  await eventually('both answer', async () => /ab|ba/.test(await answering(url)));

  assert.equal(events.slice(2), ['peer changed', 'peer changed']);
  await drain();
  await draining.close();
  await other.close();
});

proxy('a peer that drains alone is still asked', async () => {
  const peer = await startBackend((request, socket) => {
    socket.write(request.target === '/readyz' ? plain(503, '') : plain(200, 'a'));
  });
  const { url, drain } = await testedProxy({ ...probes, PROXY_PEERS: peer.address });

  assert.is((await ask(url)).body, 'a');

  await drain();
  await peer.close();
});

proxy('a peer is known before the first request', async () => {
  const peer = await startBackend((_request, socket) => socket.write(plain(200, 'a')));
  const { url, drain } = await testedProxy({ ...probes, PROXY_PEERS: peer.address });

  assert.is((await ask(url)).status, 200);

  await drain();
  await peer.close();
});

proxy('nobody live is answered with 503', async () => {
  const { url, drain } = await testedProxy({ ...probes, PROXY_PEERS: '127.0.0.1:1' });

  const { status, headers, body } = await ask(url);

  assert.is(status, 503);
  assert.is(headers['retry-after'], '1');
  assert.is(headers['proxy-status'], 'edgefolio; error=destination_unavailable');
  assert.is(JSON.parse(body).status, 503);
  await drain();
});

proxy('the status names peers and totals', async () => {
  const peer = await startBackend((_request, socket) => socket.write(plain(200, 'a')));
  const { url, adminUrl, drain } = await testedProxy({ PROXY_PEERS: peer.address });
  await ask(url);

  const { status, body } = await ask(`${adminUrl}/-/status`);

  assert.is(status, 200);
  const { peers, totals } = JSON.parse(body);
  assert.is(peers[0].id, peer.address);
  assert.is(peers[0].state, 'live');
  assert.is(peers[0].answered, 1);
  assert.is(totals.statuses['2xx'], 1);
  await drain();
  await peer.close();
});

proxy('the status is not shown under a foreign name', async () => {
  const { adminUrl, drain } = await testedProxy({ PROXY_PEERS: '127.0.0.1:1' });

  const { status } = await ask(`${adminUrl}/-/status`, { headers: { Host: 'evil.example' } });

  assert.is(status, 421);
  await drain();
});

proxy.run();
