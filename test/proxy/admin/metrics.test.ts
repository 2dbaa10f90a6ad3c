import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { deadAddress, plain, startBackend } from '../../support/backend.ts';
import { eventually } from '../../support/eventually.ts';
import { type ReadFamily, readExposition } from '../../support/exposition-reader.ts';
import { ask, testedProxy } from '../../support/running-proxy.ts';

const metrics = suite('metrics');

type Labels = Readonly<Record<string, string>>;
type Read = (name: string, labels?: Labels) => number | undefined;

async function scrape(adminUrl: string): Promise<Read> {
  const { body } = await ask(`${adminUrl}/-/metrics`);
  const families = readExposition(body);
  return (name, labels = {}) => sampleOf(families, `edgefolio_proxy_${name}`, labels);
}

function sampleOf(
  families: ReadonlyMap<string, ReadFamily>,
  name: string,
  labels: Labels,
): number | undefined {
  const samples = [...families.values()].flatMap((family) => family.samples);
  const wanted = JSON.stringify(labels);
  return samples.find((one) => one.name === name && JSON.stringify(one.labels) === wanted)?.value;
}

metrics('the media type names the version', async () => {
  const { adminUrl, drain } = await testedProxy({ PROXY_PEERS: '127.0.0.1:1' });

  const { status, headers } = await ask(`${adminUrl}/-/metrics?name=all`);

  assert.is(status, 200);
  assert.is(headers['content-type'], 'text/plain; version=0.0.4; charset=utf-8');
  await drain();
});

metrics('requests, retries, failures and ejections are counted', async () => {
  const peer = await startBackend((_request, socket) => socket.write(plain(200, 'a')));
  const dead = await deadAddress();
  const { url, adminUrl, drain } = await testedProxy({
    PROXY_PEERS: `${dead},${peer.address}`,
    PROXY_MAX_FAILS: '1',
  });

  await ask(url);
  await ask(url);

  const read = await scrape(adminUrl);
  assert.is(read('requests_total', { code: '2xx' }), 2);
  assert.is(read('requests_total', { code: '5xx' }), 0);
  assert.is(read('retries_total'), 1);
  assert.is(read('attempts_total', { peer: dead }), 1);
  assert.is(read('attempts_total', { peer: peer.address }), 2);
  assert.is(read('attempt_responses_total', { peer: peer.address, code: '2xx' }), 2);
  const refused = { peer: dead, kind: 'connection_refused' };
  assert.is(read('attempt_failures_total', refused), 1);
  assert.is(read('peer_failures_total', { peer: dead }), 1);
  assert.is(read('peer_ejections_total', { peer: dead }), 1);
  assert.is(read('peer_up', { peer: dead }), 0);
  assert.is(read('peer_state', { peer: dead, state: 'ejected' }), 1);
  assert.is(read('peer_state', { peer: dead, state: 'live' }), 0);
  assert.is(read('peer_up', { peer: peer.address }), 1);
  assert.is(read('request_duration_seconds_count'), 2);
  await drain();
  await peer.close();
});

metrics('an ejected peer that keeps failing is ejected once', async () => {
  const [first, second] = [await deadAddress(), await deadAddress()];
  const { url, adminUrl, drain } = await testedProxy({
    PROXY_PEERS: `${first},${second}`,
    PROXY_MAX_FAILS: '1',
    PROXY_FAIL_TIMEOUT_MS: '1',
  });

  await eventually('a peer has failed as a probe', async () => {
    await ask(url);
    const failed = (await scrape(adminUrl))('peer_failures_total', { peer: first });
    return (failed ?? 0) >= 2;
  });

  assert.is((await scrape(adminUrl))('peer_ejections_total', { peer: first }), 1);
  await drain();
});

metrics('attempts under way and clients are gauges', async () => {
  let release = (): void => undefined;
  const peer = await startBackend((_request, socket) => {
    release = () => socket.write(plain(200, 'late'));
  });
  const { url, adminUrl, drain } = await testedProxy({ PROXY_PEERS: peer.address });
  const answer = ask(url);
  await eventually('the peer is asked', () => peer.seen[0]);

  const during = await scrape(adminUrl);
  release();
  await answer;

  assert.is(during('peer_in_flight', { peer: peer.address }), 1);
  assert.is(during('client_connections'), 1);
  await eventually('the client is gone', async () => {
    const after = await scrape(adminUrl);
    return after('client_connections') === 0 && after('client_connections_accepted_total') === 1;
  });
  const after = await scrape(adminUrl);
  assert.is(after('peer_in_flight', { peer: peer.address }), 0);
  await drain();
  await peer.close();
});

metrics('those that wait for a peer with room are a gauge', async () => {
  let release = (): void => undefined;
  const peer = await startBackend((_request, socket) => {
    release = () => socket.write(plain(200, 'late'));
  });
  const { url, adminUrl, drain } = await testedProxy({
    PROXY_PEERS: `${peer.address};max-conns=1`,
    PROXY_QUEUE_LENGTH: '1',
  });
  const answers = [ask(url), ask(url)];

  await eventually('the peer is asked', () => peer.seen[0]);
  await eventually('one waits', async () => (await scrape(adminUrl))('requests_waiting') === 1);

  release();
  await eventually('the other is asked', () => peer.seen.length === 2);
  release();
  await Promise.all(answers);
  assert.is((await scrape(adminUrl))('requests_waiting'), 0);
  await drain();
  await peer.close();
});

metrics('bytes are those on the wire', async () => {
  const peer = await startBackend((_request, socket) => socket.write(plain(200, 'x'.repeat(5000))));
  const { url, adminUrl, drain } = await testedProxy({ PROXY_PEERS: peer.address });

  await ask(url, { method: 'POST', body: 'y'.repeat(3000) });
  const read = await eventually('the client is gone', async () => {
    const after = await scrape(adminUrl);
    return after('client_connections') === 0 ? after : undefined;
  });

  const received = read('client_received_bytes_total') ?? 0;
  const sent = read('client_sent_bytes_total') ?? 0;
  assert.ok(received > 3000 && received < 3500, String(received));
  assert.ok(sent > 5000 && sent < 6000, String(sent));
  await drain();
  await peer.close();
});

metrics.run();
