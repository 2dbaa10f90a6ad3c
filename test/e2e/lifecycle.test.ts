import { execFile } from 'node:child_process';
import process from 'node:process';
import { promisify } from 'node:util';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { eventually } from '../support/eventually.ts';
import { failures, type Load, underLoad } from '../support/load.ts';
import { createPm2, gone, type Pm2, type Pm2Process, runToEnd, telling } from '../support/pm2.ts';
import { isFree } from '../support/ports.ts';

// One PM2 for the file: each test leaves two workers and a proxy running for the next.
const life = suite<{ pm2: Pm2 }>('the life of a service under PM2');
const lifecycle = telling(life);

life.before(async (context) => {
  context.pm2 = await createPm2();
  await context.pm2.cli('start', 'ecosystem.config.js');
});

life.after(({ pm2 }) => pm2.end());

lifecycle('start brings two workers and a proxy online', async ({ pm2 }) => {
  const states = (await pm2.processes()).map(({ name, pm2_env }) => [name, pm2_env.status]);

  assert.equal(states.sort(), [
    ['proxy', 'online'],
    ['stocks-backend', 'online'],
    ['stocks-backend', 'online'],
  ]);
  assert.is(await (await fetch(`${pm2.url}/backend`)).text(), 'Success!');
});

lifecycle('each worker is titled after its port', async ({ pm2 }) => {
  const workers = await pm2.processes('stocks-backend');
  const titles = await Promise.all(workers.map(({ pid }) => title(pid)));

  const { basePort } = pm2;
  assert.equal(titles.sort(), [`STOCKS-BACKEND${basePort}`, `STOCKS-BACKEND${basePort + 1}`]);
});

lifecycle('a killed worker comes back and no GET fails', async ({ pm2 }) => {
  const outcomes = await underLoad({ url: `${pm2.url}/backend` }, 4, async (load) => {
    const [victim] = await pm2.processes('stocks-backend');
    const isAnother = ({ pid, pm2_env }: Pm2Process): boolean =>
      pm2_env.status === 'online' && pid !== victim?.pid;
    await grown(load, 50);
    process.kill(victim?.pid ?? 0, 'SIGKILL');
    await gone(victim?.pid ?? 0);
    await eventually(
      'PM2 started another',
      async () => (await pm2.processes('stocks-backend')).every(isAnother),
      limitMs,
    );
    await livePeers(pm2, 2);
    await grown(load, load.outcomes.length + 50);
  });

  assert.equal(failures(outcomes), {});
  assert.equal(await ports(pm2), [pm2.basePort, pm2.basePort + 1]);
});

lifecycle('a reload replaces every worker and fails no request', async ({ pm2 }) => {
  const before = pids(await pm2.processes('stocks-backend'));
  const outcomes = await underLoad({ url: `${pm2.url}/backend` }, 4, async () => {
    await pm2.cli('reload', 'stocks-backend');
    await livePeers(pm2, 2);
  });
  const after = pids(await pm2.processes('stocks-backend'));

  assert.equal(failures(outcomes), {});
  assert.is(after.filter((pid) => before.includes(pid)).length, 0);
  assert.equal(await ports(pm2), [pm2.basePort, pm2.basePort + 1]);
});

lifecycle('a restart from the file keeps the ports', async ({ pm2 }) => {
  await pm2.cli('restart', 'ecosystem.config.js', '--update-env');
  await livePeers(pm2, 2);

  assert.equal(await ports(pm2), [pm2.basePort, pm2.basePort + 1]);
  assert.is((await pm2.processes('stocks-backend')).length, 2);
});

lifecycle('the proxy follows scaling up and down', async ({ pm2 }) => {
  const [proxy] = await pm2.processes('proxy');
  const outcomes = await underLoad({ url: `${pm2.url}/backend` }, 4, async (load) => {
    await pm2.cli('scale', 'stocks-backend', '4');
    await livePeers(pm2, 4);
    await pm2.cli('scale', 'stocks-backend', '2');
    await livePeers(pm2, 2);
    await grown(load, load.outcomes.length + 50);
  });

  assert.equal(failures(outcomes), {});
  const [after] = await pm2.processes('proxy');
  assert.is(after?.pid, proxy?.pid);
});

lifecycle('PM2 shows the figures of workers and proxy', async ({ pm2 }) => {
  await fetch(`${pm2.url}/backend`);
  const named = async (): Promise<{ worker: readonly string[]; proxy: readonly string[] }> => {
    const all = await pm2.processes();
    const names = (of: string): readonly string[] =>
      Object.keys(all.find(({ name }) => name === of)?.pm2_env.axm_monitor ?? {});
    return { worker: names('stocks-backend'), proxy: names('proxy') };
  };
  const both = async () => {
    const { worker, proxy } = await named();
    return worker.length > 0 && proxy.length > 0 && { worker, proxy };
  };
  const figures = await eventually('figures', both, limitMs);

  assert.equal(figures.worker, [
    'optimisations/s',
    'p95 ms',
    'cache hits',
    'jobs queued',
    'jobs running',
    'jobs done',
    'prices in store',
  ]);
  assert.equal(figures.proxy, ['requests/s', 'p95 ms', 'live peers', 'retries']);
});

lifecycle('save and resurrect bring the same ports back', async ({ pm2 }) => {
  const before = await ports(pm2);
  await pm2.cli('save');
  await pm2.cli('kill');
  await pm2.cli('resurrect');
  await livePeers(pm2, 2);

  assert.equal(await ports(pm2), before);
});

lifecycle('a killed daemon leaves no orphan on a port', async ({ pm2 }) => {
  const all = await pm2.processes();
  process.kill(await pm2.daemonPid(), 'SIGKILL');
  await Promise.all(all.map(({ pid }) => gone(pid)));
  const taken = [Number(new URL(pm2.url).port), pm2.basePort, pm2.basePort + 1];

  assert.equal(await Promise.all(taken.map(isFree)), [true, true, true]);
});

lifecycle('production runs in earnest', async ({ pm2 }) => {
  await pm2.cli('start', 'ecosystem.config.js', '--env', 'production');
  await livePeers(pm2, 2);
  const modes = (await pm2.processes()).map(({ pm2_env }) => pm2_env.NODE_ENV);
  const body = '{"symbols": ["ZZZ"], "start_date": "2015-01-01", "end_date": "2016-01-01"}';
  const response = await fetch(`${pm2.url}/backend`, { method: 'POST', body });

  assert.equal([...new Set(modes)], ['production']);
  assert.is(response.status, 503);
  assert.match(await response.text(), /problem\/prices-unavailable/);
});

lifecycle('npm start puts another proxy in its place', async ({ pm2 }) => {
  const env = { ...pm2.env, PROXY_RUNTIME: 'deno' };
  const { code, output } = await runToEnd(process.execPath, ['dist/deploy/main.js'], env);
  const proxies = await pm2.processes('proxy');
  const programs = await Promise.all(proxies.map(({ pid }) => title(pid)));

  assert.is(code, 0, output);
  assert.is(programs.length, 1);
  assert.match(programs[0] ?? '', /deno run .*proxy\/main\.ts$/);
  assert.is(await (await fetch(`${pm2.url}/backend`)).text(), 'Success!');
});

lifecycle('a number of workers that is none is refused', async ({ pm2 }) => {
  const args = ['node_modules/pm2/bin/pm2', 'start', 'ecosystem.config.js'];
  const { output } = await runToEnd(process.execPath, args, { ...pm2.env, WORKERS: 'two' });

  assert.match(output, 'WORKERS must be a whole number from 1 to 16: it is "two"');
});

life.run();

/** Longer than any start takes on a busy machine: each of these processes needs seconds of it. */
const limitMs = 60_000;

async function title(pid: number): Promise<string> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'args=', '-p', String(pid)]);
  return stdout.trim();
}

function pids(processes: readonly Pm2Process[]): readonly number[] {
  return processes.map(({ pid }) => pid);
}

/** Waits until the load has at least `count` outcomes. */
async function grown(load: Load, count: number): Promise<void> {
  await eventually(`${count} outcomes`, () => load.outcomes.length >= count, limitMs);
}

/** Waits until the proxy sees exactly `count` live peers. */
async function livePeers(pm2: Pm2, count: number): Promise<void> {
  const alive = async (): Promise<boolean> => (await live(pm2)).length === count;
  await eventually(`${count} live peers`, alive, limitMs);
}

/** The ports that the proxy sees live. */
async function ports(pm2: Pm2): Promise<readonly number[]> {
  return (await live(pm2)).map((id) => Number(id.split(':')[1])).sort();
}

async function live(pm2: Pm2): Promise<readonly string[]> {
  const response = await fetch(`${pm2.adminUrl}/-/status`).catch(() => undefined);
  if (response === undefined) return [];
  const { peers } = (await response.json()) as Status;
  return peers.filter(({ state }) => state === 'live').map(({ id }) => id);
}

/** As much of the proxy's status as matters here. */
interface Status {
  readonly peers: readonly { readonly id: string; readonly state: string }[];
}
