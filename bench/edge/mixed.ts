import { portOf } from '../running.ts';
import { startNginx, startOnDeno, startOnNode } from '../start-front.ts';
import { median } from '../statistics.ts';
import { figure, printTable } from '../table.ts';
import type { Contender } from './contender.ts';
import { type PacedFigures, runPaced } from './load/paced.ts';
import { startProgram } from './programs.ts';
import type { Stage } from './stage.ts';

/**
 * Two peers can do 200 such requests a second between them, if they have a core each; the client
 * and the front take their part of the two cores.
 */
const ratePerS = 100;

const kinds = [
  { name: 'light', path: '/light', share: 0.95 },
  { name: 'heavy', path: '/heavy', share: 0.05 },
];

/** One request in twenty takes 200 ms of a peer's only thread: how long the light ones wait. */
export async function benchMixed(stage: Stage): Promise<void> {
  const fronts = await startAll(stage);
  const { rounds, pacedS } = stage.effort;
  const seen = new Map<string, PacedFigures[]>(fronts.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const { name, url } of fronts) {
      const load = { url, kinds, ratePerS, durationS: 5 * pacedS, seed: 1 + round };
      const { light } = await runPaced(load);
      if (light === undefined || light.failures > 0) throw new Error(`failures of ${name}`);
      seen.get(name)?.push(light);
    }
  }
  const nginx = seen.get('nginx, round robin') ?? [];
  const rows = Array.from(seen, ([name, own]) => {
    const p99s = own.map(({ p99Ms }) => p99Ms);
    const ratio = median(p99s.map((p99Ms, i) => p99Ms / (nginx[i]?.p99Ms ?? Number.NaN)));
    const ours = name.startsWith('proxy');
    return [
      name,
      figure(median(own.map(({ p50Ms }) => p50Ms))),
      figure(median(p99s)),
      `${figure(Math.min(...p99s))}–${figure(Math.max(...p99s))}`,
      figure(ratio),
      ours ? `target ≤ 0.5: ${ratio <= 0.5 ? 'reached' : 'NOT reached'}` : '',
    ];
  });
  const heads = ['through', 'p50 ms', 'p99 ms', 'from–to', 'p99 ÷ round robin', ''];
  const load = `${ratePerS} requests/s, one in twenty takes 200 ms of 2 peers; the light ones`;
  printTable(`Mixed load, ${load}; medians of ${rounds} interleaved round(s)`, [heads, ...rows]);
}

async function startAll(stage: Stage): Promise<readonly Contender[]> {
  const { folder } = stage;
  const ports = [
    portOf(await stage.running(startProgram('slow-peer', { folder, name: 'peer-1' }))),
    portOf(await stage.running(startProgram('slow-peer', { folder, name: 'peer-2' }))),
  ];
  const place = { folder, peers: ports.map((port) => ({ port })) };
  const queue = { PROXY_QUEUE_LENGTH: '1000', PROXY_QUEUE_TIMEOUT_MS: '60000' };
  const single = { folder, peers: ports.map((port) => ({ port, maxConns: 1 })), env: queue };
  const least = 'least-connections';
  const { contender } = bound(stage);
  return [
    await contender('nginx, round robin', startNginx({ ...place, name: 'nginx' })),
    await contender(
      'nginx, least_conn',
      startNginx({ ...place, name: 'nginx-2', balancer: least }),
    ),
    await contender('proxy on Node, least connections', startOnNode({ ...place, name: 'node' })),
    await contender('proxy on Node, with the queue', startOnNode({ ...single, name: 'node-2' })),
    await contender('proxy on Deno, with the queue', startOnDeno({ ...single, name: 'deno' })),
  ];
}

function bound(stage: Stage): Pick<Stage, 'contender'> {
  return { contender: (name, starting) => stage.contender(name, starting) };
}
