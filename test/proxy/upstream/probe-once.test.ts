import { once } from 'node:events';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { ProbeOutcome } from '../../../proxy/health/probe.ts';
import { PeerUrl } from '../../../proxy/upstream/peer-url.ts';
import { probeOnce } from '../../../proxy/upstream/probe-once.ts';
import { plain, startBackend } from '../../support/backend.ts';
import { startDeafPeer } from '../../support/deaf-peer.ts';
import { eventually } from '../../support/eventually.ts';
import { deadPort } from '../../support/ports.ts';

const probes = suite('one probe');

/** @param address  such as `127.0.0.1:8001` */
function probe(address: string, timeoutMs = 10_000): Promise<ProbeOutcome> {
  const expects = (status: number): boolean => status === 200;
  const fields = ['X-Token', 'told'];
  return probeOnce(new PeerUrl(`http://${address}`), {
    path: '/ready',
    timeoutMs,
    fields,
    expects,
  });
}

const answers: readonly (readonly [what: string, bytes: string, outcome: ProbeOutcome])[] = [
  ['the expected status', plain(200, 'yes'), 'ready'],
  ['another status', plain(503, 'no'), 'unready'],
  ['a status behind an interim one', `HTTP/1.1 103 Early\r\n\r\n${plain(200, '')}`, 'ready'],
  ['a head without an end to its body', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n', 'ready'],
  ['no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n', 'lost'],
];

for (const [what, bytes, outcome] of answers) {
  probes(`of a peer that answers ${what}, it is ${outcome}, and its connection ends`, async () => {
    const asked: string[] = [];
    let closed: Promise<unknown> | undefined;
    const backend = await startBackend(({ method, target, fields }, socket) => {
      asked.push(`${method} ${target}`, ...fields);
      closed = once(socket, 'close');
      socket.write(bytes);
    });
    try {
      assert.is(await probe(backend.address), outcome);
      assert.is(asked[0], 'GET /ready');
      assert.ok(asked.includes('X-Token: told'));
      await closed;
    } finally {
      await backend.close();
    }
  });
}

probes('of a peer that ends the connection for an answer, it is lost', async () => {
  const backend = await startBackend((_request, socket) => socket.end());
  try {
    assert.is(await probe(backend.address), 'lost');
  } finally {
    await backend.close();
  }
});

probes('of a peer that accepts and says nothing, it is silent when its time is over', async () => {
  const backend = await startBackend(() => undefined);
  try {
    assert.is(await probe(backend.address, 50), 'silent');
  } finally {
    await backend.close();
  }
});

probes('of a port where nobody listens, it is refused', async () => {
  assert.is(await probe(`127.0.0.1:${await deadPort()}`), 'refused');
});

probes('of a peer that takes no connection, it is over when its time is', async () => {
  const peer = await startDeafPeer();
  const outcomes: string[] = [];
  try {
    void probe(`127.0.0.1:${peer.port}`, 50).then((outcome) => outcomes.push(outcome));

    await eventually('it is over', () => outcomes.length > 0);
    assert.equal(outcomes, ['lost']);
    await eventually('it wants no connection', async () => (await peer.halfOpen()) === 0);
  } finally {
    await peer.stop();
  }
});

probes.run();
