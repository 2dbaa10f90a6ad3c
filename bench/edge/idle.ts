import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { portOf } from '../running.ts';
import { startNginx, startOnDeno, startOnNode } from '../start-front.ts';
import { figure, judged, printTable } from '../table.ts';
import { startOrigin } from './origin.ts';
import { residentMiB } from './resident.ts';
import type { Stage } from './stage.ts';

/** The most memory that a front may take. */
const targetMiB = 150;

/** How long a front may give memory back that opening connections took, in ms. */
const settleMs = 2000;

/** The memory of each front while it keeps connections on which nothing happens. */
export async function benchIdle(stage: Stage): Promise<void> {
  const { folder, effort } = stage;
  const port = portOf(await stage.running(startOrigin(folder)));
  // So that none is closed before all are open.
  const kept = { PROXY_KEEP_ALIVE_MS: '600000' };
  // nginx has two connections ready for each client, idle or not.
  const nginx = { folder, peers: [{ port }], env: { ...kept, PROXY_MAX_CLIENTS: '8000' } };
  // A peer is given as much at a time as under PM2, and more waits in line: nginx has none.
  const env = { ...kept, PROXY_QUEUE_LENGTH: '1000', PROXY_QUEUE_TIMEOUT_MS: '30000' };
  const proxy = { folder, peers: [{ port, maxConns: 8 }], env };
  const fronts = [
    await stage.contender('nginx', startNginx({ ...nginx, name: 'nginx' })),
    await stage.contender('proxy on Node', startOnNode({ ...proxy, name: 'node' })),
    await stage.contender('proxy on Deno', startOnDeno({ ...proxy, name: 'deno' })),
  ];
  const rows: string[][] = [];
  for (const front of fronts) {
    const before = await residentMiB(front.pids);
    const client = fork(new URL('./load/idle-process.js', import.meta.url));
    const answered = await opened(client, portOf(front), effort.idle);
    await delay(settleMs);
    const after = await residentMiB(front.pids);
    client.kill('SIGKILL');
    const eachKiB = (1024 * (after - before)) / answered;
    const verdict = front.name === 'nginx' ? '' : judged(after, targetMiB, 'MiB');
    rows.push([front.name, String(answered), ...[before, after, eachKiB].map(figure), verdict]);
  }
  const heads = ['front', 'open', 'MiB before', 'MiB', 'KiB each', ''];
  printTable(`${effort.idle} idle connections, each after one answer`, [heads, ...rows]);
}

async function opened(client: ChildProcess, port: number, count: number): Promise<number> {
  client.send({ port, count });
  const [answered] = await once(client, 'message', { signal: AbortSignal.timeout(60_000) });
  if (answered === count) return answered;
  throw new Error(`only ${answered} of ${count} connections were answered; see ulimit -n`);
}
