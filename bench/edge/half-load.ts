import { portOf } from '../running.ts';
import { startNginx, startOnDeno, startOnNode } from '../start-front.ts';
import { median } from '../statistics.ts';
import { figure, printTable } from '../table.ts';
import type { Contender } from './contender.ts';
import { runPaced } from './load/paced.ts';
import { runWrk } from './load/wrk.ts';
import { startOrigin } from './origin.ts';
import { small } from './requests.ts';
import type { Stage } from './stage.ts';

/**
 * The latency of a GET while a front has half of what it can do. Its own half, and for all fronts
 * also half of what the proxy on Node can do, for the half of a faster front is more.
 */
export async function benchHalfLoad(stage: Stage): Promise<void> {
  const { folder } = stage;
  const peers = [{ port: portOf(await stage.running(startOrigin(folder))) }];
  const place = { folder, peers };
  const nginx = await stage.contender('nginx', startNginx({ ...place, name: 'nginx' }));
  const node = await stage.contender('proxy on Node', startOnNode({ ...place, name: 'node' }));
  const deno = await stage.contender('proxy on Deno', startOnDeno({ ...place, name: 'deno' }));
  const fronts = [nginx, node, deno];
  const most = await mostRates(stage, fronts);
  const common = (most.get('proxy on Node') ?? Number.NaN) / 2;
  const rate = ({ name }: Contender): number => (most.get(name) ?? Number.NaN) / 2;
  await compare(stage, { fronts, rate, title: 'at half of what each one can do' });
  await compare(stage, { fronts, rate: () => common, title: 'at half of what Node can do' });
}

async function mostRates(
  { effort, folder }: Stage,
  fronts: readonly Contender[],
): Promise<ReadonlyMap<string, number>> {
  const rates = new Map(fronts.map(({ name }): [string, number[]] => [name, []]));
  for (let round = 0; round <= Math.min(2, effort.rounds); round++) {
    for (const { name, url } of fronts) {
      const load = { url: url + small.path, connections: 64, durationS: effort.loadS };
      const { requests, durationMs } = await runWrk(load, folder);
      // The first round warms up.
      if (round > 0) rates.get(name)?.push((1000 * requests) / durationMs);
    }
  }
  return new Map(Array.from(rates, ([name, own]) => [name, median(own)]));
}

async function compare(
  { effort }: Stage,
  plan: {
    readonly fronts: readonly Contender[];
    readonly rate: (front: Contender) => number;
    readonly title: string;
  },
): Promise<void> {
  const { fronts, rate, title } = plan;
  const p50s = new Map<string, number[]>();
  const p99s = new Map<string, number[]>();
  for (let round = 0; round < effort.rounds; round++) {
    for (const front of fronts) {
      const kinds = [{ name: 'get', path: small.path, share: 1 }];
      const paced = { url: front.url, kinds, ratePerS: rate(front), durationS: effort.pacedS };
      const { get } = await runPaced({ ...paced, seed: 1 + round });
      if (get === undefined || get.failures > 0)
        throw new Error(
          `${get?.failures} failures of ${front.name}, the first ${get?.failedWith || 'unanswered'}`,
        );
      p50s.set(front.name, [...(p50s.get(front.name) ?? []), get.p50Ms]);
      p99s.set(front.name, [...(p99s.get(front.name) ?? []), get.p99Ms]);
    }
  }
  const nginx = p99s.get('nginx') ?? [];
  const rows = fronts.map((front) => {
    const own = p99s.get(front.name) ?? [];
    const ratio = median(own.map((one, i) => one / (nginx[i] ?? Number.NaN)));
    return [
      front.name,
      figure(rate(front)),
      figure(median(p50s.get(front.name) ?? [])),
      figure(median(own)),
      `${figure(Math.min(...own))}–${figure(Math.max(...own))}`,
      figure(ratio),
      front.name === 'nginx' ? '' : `target ≤ 1: ${ratio <= 1 ? 'reached' : 'NOT reached'}`,
    ];
  });
  const heads = ['through', 'requests/s', 'p50 ms', 'p99 ms', 'from–to', 'p99 ÷ nginx', ''];
  const rounds = `medians of ${nginx.length} interleaved round(s)`;
  printTable(`GET, 200 bytes of JSON, open load ${title}; ${rounds}`, [heads, ...rows]);
}
