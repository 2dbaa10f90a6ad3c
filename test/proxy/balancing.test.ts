import { connect } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Backend, plain, startBackend } from '../support/backend.ts';
import { eventually } from '../support/eventually.ts';
import { ask, type TestedProxy, testedProxy } from '../support/running-proxy.ts';

interface Context {
  readonly closers: (() => Promise<void>)[];
}

const balancing = suite<Context>('balancing', { closers: [] });

balancing.after.each(async ({ closers }) => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A backend that answers with its name, at once or when it is told to. */
interface Held extends Backend {
  /** Requests that were not answered yet. */
  readonly pending: (() => void)[];
}

async function held({ closers }: Context, name: string, holds = true): Promise<Held> {
  const pending: (() => void)[] = [];
  const backend = await startBackend((_request, socket) => {
    const answer = (): void => void socket.write(plain(200, name));
    if (holds) pending.push(answer);
    else answer();
  });
  closers.push(() => backend.close());
  return { ...backend, pending };
}

async function proxy(
  { closers }: Context,
  peers: string,
  env: Readonly<Record<string, string>>,
): Promise<TestedProxy> {
  const started = await testedProxy({ PROXY_PEERS: peers, ...env });
  closers.push(() => started.drain());
  return started;
}

const inFlight = ({ upstream }: TestedProxy): number =>
  upstream.peers.reduce((sum, peer) => sum + peer.inFlight, 0);

async function waiting({ adminUrl }: TestedProxy): Promise<number> {
  return JSON.parse((await ask(`${adminUrl}/-/status`)).body).waiting;
}

const queued = (started: TestedProxy, count: number): Promise<unknown> =>
  eventually(`${count} wait`, async () => (await waiting(started)) === count || undefined);

balancing('the fewest connections are found', async (context) => {
  const busy = await held(context, 'a');
  const idle = await held(context, 'b', false);
  const env = { PROXY_BALANCER: 'least-connections' };
  const { url } = await proxy(context, `${busy.address},${idle.address}`, env);
  const first = ask(url);
  await eventually('the first is asked', () => busy.pending.length === 1 || undefined);

  const bodies = [await ask(url), await ask(url), await ask(url)].map(({ body }) => body);
  busy.pending[0]?.();

  assert.equal(bodies, ['b', 'b', 'b']);
  assert.is((await first).body, 'a');
});

balancing('equal bodies meet the same peer', async (context) => {
  const peers = [await held(context, 'a', false), await held(context, 'b', false)];
  const env = { PROXY_BALANCER: 'rendezvous', PROXY_HASH_KEY: 'body' };
  const { url } = await proxy(context, peers.map(({ address }) => address).join(','), env);

  const answers = new Map<string, Set<string>>();
  for (const body of ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12']) {
    const told = new Set<string>();
    for (let turn = 0; turn < 3; turn += 1) {
      told.add((await ask(url, { method: 'POST', body })).body);
    }
    answers.set(body, told);
  }

  assert.equal(
    [...answers.values()].map(({ size }) => size),
    Array(12).fill(1),
  );
  assert.is(new Set([...answers.values()].flatMap((told) => [...told])).size, 2);
});

balancing('a quick peer is preferred to a slow one', async (context) => {
  const peers = [await held(context, 'slow', false), await held(context, 'quick', false)];
  const env = { PROXY_BALANCER: 'two-choices' };
  const started = await proxy(context, peers.map(({ address }) => address).join(','), env);
  await ask(started.url);
  const [slow, quick] = started.upstream.peers;
  slow?.latency.reset();
  quick?.latency.reset();
  slow?.latency.note(5000);
  quick?.latency.note(0.001);

  const { body } = await ask(started.url);

  assert.is(body, 'quick');
});

balancing('a request waits until a peer has room', async (context) => {
  const peer = await held(context, 'a');
  const started = await proxy(context, `${peer.address};max-conns=1`, { PROXY_QUEUE_LENGTH: '5' });
  const answers = [ask(started.url), ask(started.url), ask(started.url)];
  await queued(started, 2);
  await eventually('the first is asked', () => peer.pending[0]);
  assert.is(peer.seen.length, 1);

  for (const turn of [0, 1, 2]) {
    await eventually('the next is asked', () => peer.pending[turn]);
    assert.is(inFlight(started), 1);
    peer.pending[turn]?.();
  }

  assert.equal(
    (await Promise.all(answers)).map(({ body }) => body),
    ['a', 'a', 'a'],
  );
  assert.is(inFlight(started), 0);
});

balancing('a full queue is answered at once', async (context) => {
  const peer = await held(context, 'a');
  const started = await proxy(context, `${peer.address};max-conns=1`, { PROXY_QUEUE_LENGTH: '1' });
  const answers = [ask(started.url), ask(started.url)];
  await queued(started, 1);

  const { status, headers, body } = await ask(started.url);
  peer.pending[0]?.();
  (await eventually('the next is asked', () => peer.pending[1]))();

  assert.is(status, 503);
  assert.is(headers['retry-after'], '1');
  assert.is(headers['proxy-status'], 'edgefolio; error=connection_limit_reached');
  assert.match(JSON.parse(body).type, /connection-limit-reached$/);
  await Promise.all(answers);
});

balancing('nobody waits longer than the queue’s limit', async (context) => {
  const peer = await held(context, 'a');
  const env = { PROXY_QUEUE_LENGTH: '5', PROXY_QUEUE_TIMEOUT_MS: '100' };
  const started = await proxy(context, `${peer.address};max-conns=1`, env);
  const first = ask(started.url);
  await eventually('the first is asked', () => peer.pending[0]);

  const { status, headers } = await ask(started.url, { method: 'POST', body: 'x' });

  assert.is(status, 503);
  assert.is(headers['proxy-status'], 'edgefolio; error=connection_limit_reached');
  assert.is(await waiting(started), 0);
  peer.pending[0]?.();
  assert.is((await first).status, 200);
  assert.is(peer.seen.length, 1);
});

balancing('a client that leaves gives its place up', async (context) => {
  const peer = await held(context, 'a');
  const started = await proxy(context, `${peer.address};max-conns=1`, { PROXY_QUEUE_LENGTH: '5' });
  const first = ask(started.url);
  await eventually('the first is asked', () => peer.pending[0]);
  const leaver = connect(Number(new URL(started.url).port), '127.0.0.1');
  leaver.write('GET /left HTTP/1.1\r\nHost: a\r\n\r\n');
  await queued(started, 1);
  const last = ask(started.url);
  await queued(started, 2);

  leaver.destroy();
  await queued(started, 1);
  peer.pending[0]?.();
  (await eventually('the last is asked', () => peer.pending[1]))();

  assert.is((await first).status, 200);
  assert.is((await last).status, 200);
  assert.equal(
    peer.seen.map(({ target }) => target),
    ['/', '/'],
  );
});

balancing('a retry waits for the peer that is full', async (context) => {
  const broken = await startBackend((_request, socket) => socket.destroy());
  context.closers.push(() => broken.close());
  const full = await held(context, 'b');
  const peers = `${full.address};max-conns=1,${broken.address}`;
  const started = await proxy(context, peers, { PROXY_QUEUE_LENGTH: '5' });
  const first = ask(started.url);
  await eventually('the first is asked', () => full.pending[0]);

  const retried = ask(started.url);
  await queued(started, 1);
  full.pending[0]?.();
  (await eventually('the retry is asked', () => full.pending[1]))();

  assert.is((await first).body, 'b');
  assert.is((await retried).body, 'b');
});

balancing('a peer that comes later starts slowly', async (context) => {
  let ready = false;
  const late = await startBackend((request, socket) => {
    if (request.target !== '/readyz') socket.write(plain(200, 'late'));
    else socket.write(plain(ready ? 200 : 503, ''));
  });
  const early = await startBackend((_request, socket) => socket.write(plain(200, 'early')));
  context.closers.push(
    () => late.close(),
    () => early.close(),
  );
  const started = await proxy(context, `${late.address},${early.address}`, {
    PROXY_PROBE_PATH: '/readyz',
    PROXY_PROBE_INTERVAL_MS: '20',
    PROXY_SLOW_START_MS: '600000',
  });
  ready = true;
  await eventually('both are live', () => started.upstream.liveCount === 2);

  const bodies: string[] = [];
  for (let turn = 0; turn < 40; turn += 1) bodies.push((await ask(started.url)).body);

  assert.is(started.upstream.peers[1]?.weight, 1);
  assert.ok(bodies.filter((body) => body === 'late').length <= 2);
});

balancing('those who wait notice a peer’s return from ejection', async (context) => {
  const flaky = await startBackend((_request, socket) => {
    if (flaky.seen.length === 1) socket.destroy();
    else socket.write(plain(200, 'back'));
  });
  context.closers.push(() => flaky.close());
  const full = await held(context, 'b');
  const started = await proxy(context, `${flaky.address},${full.address};max-conns=1`, {
    PROXY_QUEUE_LENGTH: '5',
    PROXY_MAX_FAILS: '1',
    PROXY_FAIL_TIMEOUT_MS: '100',
  });
  const first = ask(started.url);
  await eventually('the other is asked', () => full.pending[0]);

  assert.is((await ask(started.url)).body, 'back');

  full.pending[0]?.();
  assert.is((await first).body, 'b');
});

balancing.run();
