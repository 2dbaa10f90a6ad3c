import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { PeerStatus } from '../../../proxy/admin/status.ts';
import { plain, startBackend } from '../../support/backend.ts';
import { eventually } from '../../support/eventually.ts';
import { type Answer, ask, testedProxy } from '../../support/running-proxy.ts';

const peerSwitch = suite('drain by hand');

const operator = { 'X-Edgefolio-Operator': '1' };

function turn(adminUrl: string, id: string, action: 'drain' | 'undrain'): Promise<Answer> {
  const url = `${adminUrl}/-/peers/${id}/${action}`;
  return ask(url, { method: 'POST', headers: operator });
}

async function peersOf(adminUrl: string): Promise<readonly PeerStatus[]> {
  return JSON.parse((await ask(`${adminUrl}/-/status`)).body).peers;
}

peerSwitch('a drained peer gets nothing until it is undrained', async () => {
  const a = await startBackend((_request, socket) => socket.write(plain(200, 'a')));
  const b = await startBackend((_request, socket) => socket.write(plain(200, 'b')));
  const proxy = await testedProxy({ PROXY_PEERS: `${a.address},${b.address}` });
  const { url, adminUrl } = proxy;
  const answers = async (): Promise<string> => {
    const all = [await ask(url), await ask(url), await ask(url), await ask(url)];
    return all.map(({ body }) => body).join('');
  };

  const { status, body } = await turn(adminUrl, a.address, 'drain');

  assert.is(status, 200);
  assert.is(JSON.parse(body).state, 'drained');
  assert.is(await answers(), 'bbbb');
  assert.equal(
    (await peersOf(adminUrl)).map(({ state }) => state),
    ['drained', 'live'],
  );
  assert.is(proxy.upstream.liveCount, 1);
  assert.is(JSON.parse((await turn(adminUrl, a.address, 'undrain')).body).state, 'live');
  assert.is([...(await answers())].sort().join(''), 'aabb');
  assert.equal(proxy.events, ['peer drained by hand', 'peer undrained by hand']);
  await proxy.drain();
  await a.close();
  await b.close();
});

peerSwitch('what a drained peer has is finished', async () => {
  let release = (): void => undefined;
  const peer = await startBackend((_request, socket) => {
    release = () => socket.write(plain(200, 'late'));
  });
  const { url, adminUrl, drain } = await testedProxy({ PROXY_PEERS: peer.address });
  const answer = ask(url);
  await eventually('the peer is asked', () => peer.seen[0]);

  const { body } = await turn(adminUrl, peer.address, 'drain');
  const refused = await ask(url);
  release();

  assert.is(JSON.parse(body).inFlight, 1);
  assert.is(refused.status, 503);
  assert.is((await answer).body, 'late');
  await drain();
  await peer.close();
});

peerSwitch('probes that say ready do not end it', async () => {
  let ready = true;
  const peer = await startBackend((request, socket) => {
    if (request.target === '/readyz') socket.write(plain(ready ? 200 : 503, ''));
    else socket.write(plain(200, 'a'));
  });
  const { url, adminUrl, drain } = await testedProxy({
    PROXY_PEERS: peer.address,
    PROXY_PROBE_PATH: '/readyz',
    PROXY_PROBE_INTERVAL_MS: '10',
  });
  const probed = async (wanted: string): Promise<string> => {
    const one = await eventually(`probes say ${wanted}`, async () =>
      (await peersOf(adminUrl)).find((status) => status.probed === wanted),
    );
    return one.state;
  };

  await turn(adminUrl, peer.address, 'drain');
  ready = false;
  assert.is(await probed('draining'), 'drained');
  ready = true;
  assert.is(await probed('live'), 'drained');
  assert.is((await ask(url)).status, 503);

  await turn(adminUrl, peer.address, 'undrain');
  assert.is((await ask(url)).body, 'a');
  await drain();
  await peer.close();
});

peerSwitch('a retry does not go to a drained peer', async () => {
  const broken = await startBackend((_request, socket) => socket.destroy());
  const drained = await startBackend((_request, socket) => socket.write(plain(200, 'b')));
  const peers = `${broken.address},${drained.address}`;
  const { url, adminUrl, drain } = await testedProxy({ PROXY_PEERS: peers });
  await turn(adminUrl, drained.address, 'drain');

  assert.is((await ask(url)).status, 502);

  assert.equal(drained.seen, []);
  await drain();
  await broken.close();
  await drained.close();
});

peerSwitch('a second drain changes nothing', async () => {
  const { adminUrl, drain, events } = await testedProxy({ PROXY_PEERS: '127.0.0.1:1' });

  await turn(adminUrl, '127.0.0.1:1', 'drain');
  await turn(adminUrl, '127.0.0.1%3A1', 'drain');
  const { body } = await turn(adminUrl, '127.0.0.1:1', 'undrain');

  assert.is(JSON.parse(body).state, 'live');
  assert.equal(events, ['peer drained by hand', 'peer undrained by hand']);
  await drain();
});

peerSwitch('a web page can not drain a peer', async () => {
  const { adminUrl, drain, upstream } = await testedProxy({ PROXY_PEERS: '127.0.0.1:1' });
  const target = `${adminUrl}/-/peers/127.0.0.1:1/drain`;
  const form = {
    'Content-Type': 'application/x-www-form-urlencoded',
    Origin: 'http://evil.example',
  };

  const simple = await ask(target, { method: 'POST', headers: form });
  const foreign = await ask(target, { method: 'POST', headers: { ...form, ...operator } });
  const preflight = await ask(target, { method: 'OPTIONS', headers: form });
  const rebound = await ask(target, {
    method: 'POST',
    headers: { ...operator, Host: 'evil.example' },
  });

  assert.equal(
    [simple.status, foreign.status, preflight.status, rebound.status],
    [403, 403, 405, 421],
  );
  assert.is(preflight.headers['access-control-allow-origin'], undefined);
  assert.is(upstream.peers[0]?.readiness, 'live');
  await drain();
});

peerSwitch('what is not there can not be drained', async () => {
  const { adminUrl, drain } = await testedProxy({ PROXY_PEERS: '127.0.0.1:1' });
  const target = `${adminUrl}/-/peers/127.0.0.1:1/drain`;

  const statuses = [
    (await turn(adminUrl, '127.0.0.1:2', 'drain')).status,
    (await turn(adminUrl, '%zz', 'drain')).status,
    (await ask(`${adminUrl}/-/peers/127.0.0.1:1/kill`, { method: 'POST' })).status,
    (await ask(target)).status,
  ];

  assert.equal(statuses, [404, 400, 404, 405]);
  assert.is((await ask(target)).headers['allow'], 'POST');
  await drain();
});

peerSwitch.run();
