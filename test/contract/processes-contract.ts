import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { TLSSocket } from 'node:tls';
import { suite, type Test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Status } from '../../proxy/admin/status.ts';
import { type Backend, plain, startBackend } from '../support/backend.ts';
import { makeCertificate } from '../support/certificates.ts';
import { eventually } from '../support/eventually.ts';
import { explained, lastWords } from '../support/explained.ts';
import { failures, sendAll, underLoad } from '../support/load.ts';
import { freePort, listenOnFreePort } from '../support/ports.ts';
import {
  type ProxyProcess,
  type ProxyRuntime,
  startProxyProcess,
} from '../support/proxy-process.ts';
import { type Answer, ask } from '../support/running-proxy.ts';
import { openTlsClient } from '../support/tls-client.ts';

interface Context {
  runtime: ProxyRuntime;
  a: Backend;
  b: Backend;
  folder: string;
  started: ProxyProcess[];
  /** What else is closed after the test. */
  closers: (() => unknown)[];
  /** Starts a proxy that is ended after the test. */
  start(env: Readonly<Record<string, string>>): Promise<ProxyProcess>;
}

function change({ adminUrl }: ProxyProcess, path: string): Promise<Answer> {
  const headers = { 'X-Edgefolio-Operator': '1' };
  return ask(`${adminUrl}${path}`, { method: 'POST', headers });
}

async function statusOf({ adminUrl }: ProxyProcess): Promise<Status> {
  return JSON.parse((await ask(`${adminUrl}/-/status`)).body);
}

async function pidsOf(proxy: ProxyProcess): Promise<readonly number[]> {
  return (await statusOf(proxy)).processes.map(({ pid }) => pid);
}

async function bodies({ url }: ProxyProcess, count: number): Promise<string> {
  let text = '';
  for (let i = 0; i < count; i += 1) text += (await ask(url)).body;
  return text;
}

/** Waits until another process has taken the place of an ended one. */
function replaced(proxy: ProxyProcess, pid: number): Promise<readonly number[]> {
  return eventually('another has taken its place', async () => {
    const pids = await pidsOf(proxy);
    return pids.length === 2 && !pids.includes(pid) && pids;
  });
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const cases: [title: string, run: (context: Context) => Promise<void>][] = [];

function add(title: string, run: (context: Context) => Promise<void>): void {
  cases.push([title, run]);
}

add('two serve one port and are told of as one', async ({ a, start }) => {
  const proxy = await start({ PROXY_PEERS: a.address, PROXY_PROCESSES: '2' });
  let asked = 0;
  const status = await eventually('both have answered, and all is counted', async () => {
    // The kernel deals connections as it likes: several at a time wake both.
    await Promise.all([1, 2, 3, 4].map(() => ask(proxy.url)));
    asked += 4;
    const one = await statusOf(proxy);
    const both = one.processes.every(({ requests }) => requests > 0);
    return both && one.totals.requests === asked && one;
  });
  const metrics = (await ask(`${proxy.adminUrl}/-/metrics`)).body;
  const page = await ask(`${proxy.adminUrl}/`);

  assert.is(status.processes.length, 2);
  assert.equal(
    status.peers.map(({ id, answered, weight }) => [id, answered, weight]),
    [[a.address, asked, 1]],
  );
  assert.match(metrics, `\nedgefolio_proxy_requests_total{code="2xx"} ${asked}\n`);
  assert.match(metrics, `\nedgefolio_proxy_peer_up{peer="${a.address}"} 1\n`);
  assert.match(page.body, a.address);
  assert.is((await ask(`${proxy.adminUrl}/-/none`)).status, 404);
  assert.is((await ask(proxy.adminUrl, { headers: { Host: 'evil.example' } })).status, 421);
});

add('one that is killed is replaced, and what was drained stays so', async (context) => {
  const { a, b, start } = context;
  const proxy = await start({ PROXY_PEERS: `${a.address},${b.address}`, PROXY_PROCESSES: '2' });
  const { status } = await change(proxy, `/-/peers/${a.address}/drain`);
  assert.is(status, 200);
  const [first = 0] = await pidsOf(proxy);

  process.kill(first, 'SIGKILL');
  await replaced(proxy, first);

  await eventually('the new one was told', async () => {
    const { peers } = JSON.parse((await ask(`${proxy.adminUrl}/-/status`)).body);
    return peers[0].state === 'drained';
  });
  assert.is(await bodies(proxy, 6), 'bbbbbb');
  assert.ok(proxy.events.some(({ event }) => event === 'process ended'));
});

add('one that hangs is replaced', async ({ a, start }) => {
  const proxy = await start({ PROXY_PEERS: a.address, PROXY_PROCESSES: '2' });
  const [first = 0, second] = await pidsOf(proxy);

  process.kill(first, 'SIGSTOP');
  // What it was dealt meanwhile gets no answer, so that nothing is asked before it is gone.
  await eventually('it is ended', () => !alive(first), 30_000);
  await eventually('there are two again', async () => {
    const pids = await pidsOf(proxy);
    return pids.length === 2 && !pids.includes(first);
  });

  assert.ok((await pidsOf(proxy)).includes(second ?? 0));
  assert.is(await bodies(proxy, 6), 'aaaaaa');
  assert.ok(proxy.events.some(({ event, pid }) => event === 'process hangs' && pid === first));
});

add('all reload, and a faulty file harms nobody', async ({ a, b, folder, start }) => {
  const file = join(folder, 'proxy.env');
  await writeFile(file, `PROXY_PEERS=${a.address}\n`);
  const proxy = await start({ PROXY_SETTINGS_FILE: file, PROXY_PROCESSES: '2' });
  assert.is(await bodies(proxy, 2), 'aa');

  await writeFile(file, `PROXY_PEERS=${b.address}\nPROXY_PROCESSES=9\n`);
  const { body } = await change(proxy, '/-/reload');
  assert.equal(JSON.parse(body), { changed: ['PROXY_PEERS'], needsRestart: [] });
  assert.is(await bodies(proxy, 4), 'bbbb');

  await writeFile(file, 'PROXY_PEERS=nowhere\nPROXY_PORTS=1\n');
  const refused = await change(proxy, '/-/reload');
  assert.is(refused.status, 422);
  assert.equal(JSON.parse(refused.body).faults.length, 2);
  assert.match(JSON.parse(refused.body).faults[0], `${file}:1: PROXY_PEERS must list`);

  const [first = 0] = await pidsOf(proxy);
  process.kill(first, 'SIGKILL');
  await replaced(proxy, first);
  assert.is(await bodies(proxy, 4), 'bbbb');
  const { settings } = await statusOf(proxy);
  assert.equal(settings['PROXY_PEERS'], { value: b.address, origin: `${file}:1` });
});

/** How many of twenty connections by TLS 1.2 resume a session that one began before them. */
async function resumed(port: number): Promise<number> {
  const client = { maxVersion: 'TLSv1.2' } as const;
  const first = await openTlsClient(port, client);
  const session = first.getSession();
  first.destroy();
  assert.ok(session !== undefined);
  let count = 0;
  // All stay open, so that none of the processes is the idler one.
  const sockets: TLSSocket[] = [];
  for (let i = 0; i < 20; i += 1) {
    const socket = await openTlsClient(port, { ...client, session });
    sockets.push(socket);
    if (socket.isSessionReused()) count += 1;
  }
  for (const socket of sockets) socket.destroy();
  return count;
}

add('a session that one began is resumed by all', async ({ a, runtime, folder, start }) => {
  const port = await freePort();
  const proxy = await start({
    PROXY_PEERS: a.address,
    PROXY_PROCESSES: '2',
    PROXY_TLS_PORT: String(port),
    PROXY_TLS_CERTIFICATES: makeCertificate(['DNS:edge.test'], folder).entry,
  });
  // Deno keeps the keys that it is given and seals with its own: every other one is resumed.
  const all = (count: number): boolean => count === 20 || runtime === 'deno';
  assert.ok(all(await resumed(port)));
  const [first = 0] = await pidsOf(proxy);

  process.kill(first, 'SIGKILL');
  await replaced(proxy, first);

  await eventually('the new one was told', async () => all(await resumed(port)));
});

add('what one sees change is kept by no other', async ({ start, closers }) => {
  const kept = 'HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nContent-Length: 4\r\n\r\nkept';
  const origin = await startBackend(({ method }, socket) =>
    socket.write(method === 'GET' ? kept : plain(200, 'done')),
  );
  closers.push(() => origin.close());
  const proxy = await start({
    PROXY_PEERS: origin.address,
    PROXY_PROCESSES: '2',
    PROXY_CACHE_BYTES: '1000000',
  });
  const entries = async (): Promise<number | undefined> => (await statusOf(proxy)).cache?.entries;
  await eventually('both keep it', async () => {
    await Promise.all([1, 2, 3, 4].map(() => ask(proxy.url)));
    return (await entries()) === 2;
  });

  await ask(proxy.url, { method: 'POST' });

  await eventually('none keeps it', async () => (await entries()) === 0);
});

add('a page of another site can not reload', async ({ a, start }) => {
  const proxy = await start({ PROXY_PEERS: a.address, PROXY_PROCESSES: '2' });

  const reload = `${proxy.adminUrl}/-/reload`;

  assert.is((await ask(reload, { method: 'POST' })).status, 403);
  assert.is((await ask(reload)).status, 405);
});

add('SIGTERM lets all finish, and nobody stays', async ({ start, closers }) => {
  let release = (): void => undefined;
  const slow = await startBackend((_request, socket) => {
    release = () => socket.write(plain(200, 'late'));
  });
  closers.push(() => slow.close());
  const proxy = await start({ PROXY_PEERS: slow.address, PROXY_PROCESSES: '2' });
  const pids = await pidsOf(proxy);
  const answer = ask(proxy.url);
  await eventually('the peer is asked', () => slow.seen[0]);

  proxy.signal('SIGTERM');
  await eventually('one is drained', () => proxy.events.some(({ event }) => event === 'drained'));
  release();

  assert.is((await answer).body, 'late');
  assert.is(await proxy.exit, 0);
  assert.not.ok(pids.some(alive));
});

add('members whose leader is killed finish and end', async ({ start, closers }) => {
  let release = (): void => undefined;
  const slow = await startBackend((_request, socket) => {
    release = () => socket.write(plain(200, 'late'));
  });
  closers.push(() => slow.close());
  const proxy = await start({ PROXY_PEERS: slow.address, PROXY_PROCESSES: '2' });
  const pids = await pidsOf(proxy);
  const answer = ask(proxy.url);
  await eventually('the peer is asked', () => slow.seen[0]);

  proxy.signal('SIGKILL');
  await eventually('one has ended', () => pids.filter(alive).length === 1);
  release();

  assert.is((await answer).body, 'late');
  await eventually('the other has ended', () => !pids.some(alive));
});

add('a taken port ends all', async ({ a, closers, start }) => {
  const taken = createServer();
  const port = await listenOnFreePort(taken);
  closers.push(() => taken.close());

  const outcome = await start({
    PROXY_PEERS: a.address,
    PROXY_PORT: String(port),
    PROXY_PROCESSES: '2',
  }).then(
    () => 'started',
    (error: Error) => error.message,
  );

  assert.match(outcome, /EADDRINUSE/);
});

add('lines of all processes are whole', async ({ a, start }) => {
  const proxy = await start({ PROXY_PEERS: a.address, PROXY_PROCESSES: '2' });
  const long = 'x'.repeat(2000);
  const make = (index: number): { url: string } => ({ url: `${proxy.url}/${index}?${long}` });

  const outcomes = await sendAll({ make, total: 600, concurrency: 12 });
  await proxy.end();

  assert.equal(failures(outcomes), {});
  const targets = proxy.accessed.map((line): string => JSON.parse(line).target);
  assert.is(new Set(targets).size, 600);
  assert.ok(targets.every((target) => target.endsWith(long)));
});

for (const count of ['1', '2']) {
  add(`twenty hang-ups under load fail no request of ${count}`, async (context) => {
    const { a, b, folder, start } = context;
    const file = join(folder, 'proxy.env');
    await writeFile(file, `PROXY_PEERS=${a.address}\n`);
    const proxy = await start({ PROXY_SETTINGS_FILE: file, PROXY_PROCESSES: count });
    const reloads = (): number =>
      proxy.events.filter((one) => one['event'] === 'settings reloaded' && !('process' in one))
        .length;

    const outcomes = await underLoad({ url: proxy.url }, 8, async (load) => {
      for (let i = 1; i <= 20; i += 1) {
        const before = load.outcomes.length;
        await writeFile(file, `PROXY_PEERS=${i % 2 === 0 ? a.address : b.address}\n`);
        proxy.signal('SIGHUP');
        await eventually('it is reloaded', () => reloads() === i);
        await eventually('the load goes on', () => load.outcomes.length > before + 10);
      }
    });

    assert.equal(failures(outcomes), {});
    assert.ok(a.seen.length > 50 && b.seen.length > 50);
  });
}

/** What the proxies of a test told of themselves. */
function logs({ started }: Context): string {
  return started
    .map(({ url, events }) =>
      lastWords(
        `error log of ${url}`,
        events.map((one) => JSON.stringify(one)),
      ),
    )
    .join('\n');
}

/** Several processes that serve one port, and what else needs processes of its own. */
export function testProcesses(runtime: ProxyRuntime): Test<Context> {
  const processes = suite<Context>(`processes on ${runtime}`);

  processes.before.each(async (context) => {
    context.runtime = runtime;
    context.a = await startBackend((_request, socket) => socket.write(plain(200, 'a')));
    context.b = await startBackend((_request, socket) => socket.write(plain(200, 'b')));
    context.folder = await mkdtemp(join(tmpdir(), 'edgefolio-processes-'));
    context.started = [];
    context.closers = [];
    context.start = async (env) => {
      const one = await startProxyProcess(runtime, env);
      context.started.push(one);
      return one;
    };
  });

  processes.after.each(async ({ a, b, folder, started, closers }) => {
    const ends = await Promise.allSettled(started.map((one) => one.end()));
    for (const close of closers) await close();
    await a.close();
    await b.close();
    await rm(folder, { recursive: true, force: true });
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  });

  for (const [title, run] of cases) {
    processes(title, (context) =>
      explained(
        () => run(context),
        () => logs(context),
      ),
    );
  }
  return processes;
}
