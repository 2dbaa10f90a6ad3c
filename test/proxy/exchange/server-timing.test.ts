import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { serverTiming } from '../../../proxy/exchange/server-timing.ts';
import { deadAddress, plain, startBackend } from '../../support/backend.ts';
import { eventually } from '../../support/eventually.ts';
import { ask, testedProxy } from '../../support/running-proxy.ts';

const timing = suite('server timing');

timing('what took no time is left out', () => {
  const spent = { totalMs: 12.3456, queuedMs: 0, failedMs: 0, failed: 0 };

  assert.is(serverTiming({ ...spent, peerMs: 11 }), 'proxy;dur=12.35, peer;dur=11');
  assert.is(serverTiming({ ...spent, peerMs: undefined }), 'proxy;dur=12.35');
});

timing('queue and failed attempts have entries of their own', () => {
  const spent = { totalMs: 100, queuedMs: 50.5, failedMs: 20, failed: 2, peerMs: 29.5 };

  assert.is(
    serverTiming(spent),
    'proxy;dur=100, queue;dur=50.5, retries;dur=20;desc="2", peer;dur=29.5',
  );
});

timing('a client is told only where that is wanted', async () => {
  const peer = await startBackend((_request, socket) => socket.write(plain(200, 'a')));
  const proxy = await testedProxy({ PROXY_PEERS: peer.address });

  assert.is((await ask(proxy.url)).headers['server-timing'], undefined);
  proxy.env['PROXY_SERVER_TIMING'] = 'on';
  await proxy.reload();
  const { headers } = await ask(proxy.url);

  assert.match(String(headers['server-timing']), /^proxy;dur=[\d.]+, peer;dur=[\d.]+$/);
  await proxy.drain();
  await peer.close();
});

timing('the peer’s own entries are kept, and a failed attempt is told', async () => {
  const head = 'HTTP/1.1 200 OK\r\nServer-Timing: solve;dur=3\r\nContent-Length: 0\r\n\r\n';
  const peer = await startBackend((_request, socket) => socket.write(head));
  const proxy = await testedProxy({
    PROXY_PEERS: `${await deadAddress()},${peer.address}`,
    PROXY_SERVER_TIMING: 'on',
  });

  const { headers } = await ask(proxy.url);

  assert.match(
    String(headers['server-timing']),
    /^solve;dur=3, proxy;dur=[\d.]+, retries;dur=[\d.]+;desc="1", peer;dur=[\d.]+$/,
  );
  await proxy.drain();
  await peer.close();
});

timing('a wait for a peer with room is told', async () => {
  const sockets: (() => void)[] = [];
  const peer = await startBackend((_request, socket) => {
    sockets.push(() => socket.write(plain(200, 'a')));
  });
  const proxy = await testedProxy({
    PROXY_PEERS: `${peer.address};max-conns=1`,
    PROXY_QUEUE_LENGTH: '1',
    PROXY_SERVER_TIMING: 'on',
  });
  const first = ask(proxy.url);
  await eventually('the peer is asked', () => sockets[0]);
  const second = ask(proxy.url);
  const asked = `${proxy.adminUrl}/-/status`;
  await eventually('the second waits', async () => JSON.parse((await ask(asked)).body).waiting);
  sockets[0]?.();
  await first;
  (await eventually('the peer is asked again', () => sockets[1]))();

  assert.match(String((await second).headers['server-timing']), /queue;dur=[\d.]+, peer;dur=/);
  await proxy.drain();
  await peer.close();
});

timing('the proxy’s own answers tell their time', async () => {
  const proxy = await testedProxy({
    PROXY_PEERS: await deadAddress(),
    PROXY_SERVER_TIMING: 'on',
  });

  const { status, headers } = await ask(proxy.url);

  assert.is(status, 502);
  assert.match(String(headers['server-timing']), /^proxy;dur=[\d.]+, retries;dur=.*;desc="1"$/);
  await proxy.drain();
});

timing.run();
