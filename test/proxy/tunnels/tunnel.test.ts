import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Origin, type Script, startOrigin } from '../../contract/support/origin.ts';
import { openClient, type RawClient, requestBytes } from '../../contract/support/raw-client.ts';
import { assertLimit, timeToEnd } from '../../contract/support/waiting.ts';
import { eventually } from '../../support/eventually.ts';
import { ask, type TestedProxy, testedProxy } from '../../support/running-proxy.ts';

interface Context {
  readonly closers: (() => Promise<void>)[];
}

const tunnel = suite<Context>('tunnel', { closers: [] });

tunnel.after.each(async ({ closers }) => {
  for (const close of closers.splice(0).reverse()) await close();
});

const switched = 'HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n';

interface Scene {
  readonly proxy: TestedProxy;
  readonly origin: Origin;
  readonly client: RawClient;
}

async function play(
  { closers }: Context,
  script: Script,
  env: Readonly<Record<string, string>> = {},
): Promise<Scene> {
  const origin = await startOrigin(script);
  closers.push(() => origin.close());
  const proxy = await testedProxy({ PROXY_PEERS: `127.0.0.1:${origin.port}`, ...env });
  const client = await openClient(Number(new URL(proxy.url).port));
  closers.push(async () => {
    client.destroy();
    await proxy.drain();
  });
  return { proxy, origin, client };
}

function wish({ client, origin: { port } }: Scene, fields: readonly string[] = []): void {
  const upgrade = ['Connection: Upgrade', 'Upgrade: websocket'];
  client.send(requestBytes({ port, fields: [...upgrade, ...fields] }));
}

async function echoes({ socket, reader }: Parameters<Script>[0]): Promise<void> {
  socket.write(switched);
  for (;;) {
    const bytes = await reader.some();
    if (bytes === undefined) break;
    socket.write(bytes);
  }
  socket.end();
}

async function status({ adminUrl }: TestedProxy) {
  return JSON.parse((await ask(`${adminUrl}/-/status`)).body);
}

tunnel('the status and the log count its bytes and not its time', async (context) => {
  const scene = await play(context, echoes);
  wish(scene);
  await scene.client.head();
  scene.client.send('hello');
  await scene.client.reader.bytes(5);

  const during = await status(scene.proxy);
  const { body: metrics } = await ask(`${scene.proxy.adminUrl}/-/metrics`);
  await new Promise((resolve) => setTimeout(resolve, 300));
  scene.client.destroy();
  await eventually('it is logged', () => scene.proxy.accessed.length > 0);
  const after = await status(scene.proxy);

  assert.equal(during.tunnels, { open: 1, opened: 1, receivedBytes: 5, sentBytes: 5 });
  assert.is(during.peers[0].inFlight, 1);
  assert.match(metrics, `edgefolio_proxy_tunnels{peer="127.0.0.1:${scene.origin.port}"} 1`);
  assert.equal(after.tunnels, { open: 0, opened: 1, receivedBytes: 5, sentBytes: 5 });
  assert.is(after.peers[0].inFlight, 0);
  assert.is(after.peers[0].answered, 1);
  const [line] = scene.proxy.accessed;
  assert.equal([line?.['status'], line?.['bytes'], line?.['receivedBytes']], [101, 5, 5]);
  // All its time but what passed until its head is counted nowhere.
  const uncountedMs = Number(line?.['durationMs']) - after.totals.p95Ms;
  assert.ok(uncountedMs >= 290, `${uncountedMs} ms`);
});

tunnel('a peer that changes to what nobody asked for is refused', async (context) => {
  const scene = await play(context, ({ socket }) => {
    socket.write(switched.replace('websocket', 'h2c'));
  });
  wish(scene);

  assert.is((await scene.client.response()).status, 502);
});

tunnel('a 101 to a plain request is refused', async (context) => {
  const scene = await play(context, ({ socket }) => {
    socket.write(switched);
  });
  scene.client.send(requestBytes({ port: scene.origin.port }));

  assert.is((await scene.client.response()).status, 502);
});

tunnel('with PROXY_UPGRADES=off nothing leaves HTTP', async (context) => {
  const script: Script = ({ socket }) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
  };
  const scene = await play(context, script, { PROXY_UPGRADES: 'off' });
  wish(scene);

  assert.is((await scene.client.response()).status, 200);
  const names = scene.origin.received[0]?.fields.map(([name]) => name.toLowerCase());
  assert.not(names?.includes('upgrade'));
});

tunnel('another protocol can be listed', async (context) => {
  const script: Script = ({ socket }) => {
    socket.write(switched.replace('websocket', 'x-log/2'));
  };
  const scene = await play(context, script, { PROXY_UPGRADES: 'x-log/2' });
  const fields = ['Connection: Upgrade', 'Upgrade: h2c, x-log/2'];
  scene.client.send(requestBytes({ port: scene.origin.port, fields }));

  const { startLine } = await scene.client.head();

  assert.match(startLine, ' 101 ');
});

tunnel('a peer that breaks off breaks the client’s side', async (context) => {
  const scene = await play(context, async ({ socket, reader }) => {
    socket.write(switched);
    await reader.some();
    socket.resetAndDestroy();
  });
  wish(scene);
  await scene.client.head();
  scene.client.send('x');

  assert.not((await timeToEnd(scene.client)).orderly);
});

tunnel('a drain ends it before its own limit', async (context) => {
  const scene = await play(context, echoes, { PROXY_DRAIN_LIMIT_MS: '1000' });
  wish(scene);
  await scene.client.head();
  const from = performance.now();

  await scene.proxy.drain();

  assertLimit(performance.now() - from, 950);
});

tunnel('hundreds come and go and leave nothing', async (context) => {
  const scene = await play(context, echoes);
  const port = Number(new URL(scene.proxy.url).port);
  const one = async (): Promise<void> => {
    const client = await openClient(port);
    wish({ ...scene, client });
    await client.head();
    client.send('hello');
    await client.reader.bytes(5);
    client.destroy();
  };
  for (let turn = 0; turn < 10; turn += 1) await Promise.all(Array.from({ length: 20 }, one));

  const { tunnels, peers } = await eventually('all are gone', async () => {
    const now = await status(scene.proxy);
    return now.tunnels.open === 0 && now;
  });
  assert.equal([tunnels.opened, tunnels.sentBytes, peers[0].inFlight], [200, 1000, 0]);
  await eventually('the peer is left', () => scene.origin.open.length === 0);
});

tunnel.run();
