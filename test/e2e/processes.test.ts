import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Status } from '../../proxy/admin/status.ts';
import { eventually } from '../support/eventually.ts';
import { explained } from '../support/explained.ts';
import { failures, underLoad } from '../support/load.ts';
import { alive, createPm2, type Pm2 } from '../support/pm2.ts';

const processes = suite('several processes of the proxy under PM2');

for (const runtime of ['node', 'deno']) {
  processes(`two on ${runtime} are ready, tell their figures, reload and leave`, async () => {
    const pm2 = await createPm2({ PROXY_RUNTIME: runtime, PROXY_PROCESSES: '2' });
    try {
      await explained(
        () => live(pm2),
        () => pm2.logs(),
      );
    } finally {
      await pm2.end();
    }
  });
}

processes.run();

async function live(pm2: Pm2): Promise<void> {
  await pm2.cli('start', 'ecosystem.config.js');
  const [proxy] = await pm2.processes('proxy');
  assert.is(proxy?.pm2_env.status, 'online');
  const status: Status = JSON.parse(await (await fetch(`${pm2.adminUrl}/-/status`)).text());
  const pids = status.processes.map(({ pid }) => pid);
  assert.is(pids.length, 2);

  const outcomes = await underLoad({ url: `${pm2.url}/backend` }, 4, async (load) => {
    await pm2.cli('sendSignal', 'SIGHUP', 'proxy');
    await eventually('the load goes on', () => load.outcomes.length > 100, limitMs);
  });
  assert.equal(failures(outcomes), {});

  const shown = async (): Promise<readonly string[] | false> => {
    const [one] = await pm2.processes('proxy');
    const monitor = one?.pm2_env.axm_monitor ?? {};
    return Object.keys(monitor).length > 0 && Object.keys(monitor);
  };
  const figures = await eventually('figures', shown, limitMs);
  assert.equal(figures, ['requests/s', 'p95 ms', 'live peers', 'retries']);
  assert.is((await pm2.processes('proxy'))[0]?.pm2_env.restart_time, 0);

  await pm2.cli('stop', 'proxy');
  await eventually('all have ended', () => !pids.some(alive), limitMs);
}

/** Longer than anything takes here on a busy machine. */
const limitMs = 60_000;
