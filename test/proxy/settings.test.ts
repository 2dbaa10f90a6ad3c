import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readSettings } from '../../proxy/settings.ts';
import { InvalidEnvironment } from '../../service/environment.ts';

const settings = suite('settings');

const plain = { weight: 1, maxConns: 0, backup: false };

settings('an empty environment gives the defaults', () => {
  const read = readSettings({});

  assert.is(read.port, 8000);
  assert.is(read.adminPort, 9000);
  assert.is(read.peers.length, 16);
  assert.equal(read.peers[15], { host: '127.0.0.1', port: 8016, ...plain });
  assert.is(read.ejection.maxFails, 3);
  assert.is(read.ejection.failTimeoutMs, 3000);
  assert.equal([...read.retry.classes], ['error', 'timeout']);
  assert.is(read.retry.statuses.size, 0);
  assert.is(read.bodyLimitBytes, 1_048_576);
  assert.is(read.probe.path, '/readyz');
});

settings('peers carry ranges and options', () => {
  const { peers } = readSettings({
    PROXY_PEERS: 'a:1-2;weight=5; max-conns=8, [::1]:3;backup',
  });

  assert.equal(peers, [
    { host: 'a', port: 1, weight: 5, maxConns: 8, backup: false },
    { host: 'a', port: 2, weight: 5, maxConns: 8, backup: false },
    { host: '[::1]', port: 3, weight: 1, maxConns: 0, backup: true },
  ]);
});

settings('balancing is as nginx’s by default', () => {
  const read = readSettings({});

  assert.is(read.balancer, 'round-robin');
  assert.equal(read.hashKey, { part: 'target' });
  assert.is(read.queueLength, 0);
  assert.is(read.slowStartMs, 0);
});

settings('a hash key may be a header', () => {
  const { hashKey } = readSettings({ PROXY_HASH_KEY: 'header:X-Customer' });

  assert.equal(hashKey, { part: 'header', name: 'x-customer' });
});

settings('retries are named in nginx’s words', () => {
  const { retry } = readSettings({ PROXY_RETRY_ON: 'error http_503,http_404 non_idempotent' });

  assert.equal([...retry.classes], ['error']);
  assert.equal([...retry.statuses], [503, 404]);
  assert.is(retry.nonIdempotent, true);
});

settings('off turns retries and probes off', () => {
  const read = readSettings({ PROXY_RETRY_ON: 'off', PROXY_PROBE_PATH: 'off' });

  assert.is(read.retry.classes.size, 0);
  assert.is(read.probe.path, undefined);
});

settings('every fault is named at once', () => {
  const faulty = {
    PROXY_PORT: '70000',
    PROXY_PEERS: 'nowhere',
    PROXY_RETRY_ON: 'off error',
    PROXY_BALANCER: 'dice',
    PROXY_HASH_KEY: 'header:',
    PROXY_PROBE_PATH: 'readyz',
  };

  assert.throws(
    () => readSettings(faulty),
    (error: unknown) => error instanceof InvalidEnvironment && error.faults.length === 6,
  );
});

const wrongLists = [
  'a:1,a:1',
  'a:0',
  'a:5-2',
  'a:1;weight=0',
  'a:1;weight=1;weight=2',
  'a:1;max-conns=0',
  'a:1;max-conns=1=2',
  'a:1;backup=1,a:2',
  'a:1;backup',
  'a:1;down',
  'a:1-60000',
  'a:1,',
];

for (const text of wrongLists) {
  settings(`the peer list ${text} is refused`, () => {
    assert.throws(() => readSettings({ PROXY_PEERS: text }), /PROXY_PEERS/);
  });
}

settings.run();
