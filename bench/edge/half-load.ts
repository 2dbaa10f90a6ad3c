import { portOf } from '../running.ts';
import { startNginx, startOnDeno, startOnNode } from '../start-front.ts';
import { median } from '../statistics.ts';
import { figure, printTable } from '../table.ts';
import type { Contender } from './contender.ts';
import { type LoadFigures, runWrk, settlingMs } from './load/wrk.ts';
import { startOrigin } from './origin.ts';
import { startProgram } from './programs.ts';
import { small } from './requests.ts';
import type { Stage } from './stage.ts';
import { type Disturbance, machineWatch, undisturbed } from './undisturbed.ts';

/** Passes bytes by Node's streams and reads nothing: what such a program reaches that has nothing to do. */
const relay = 'bare relay on Node';

/** How many ask, each with pauses of its own: far more than are under way at a time. */
const clients = 256;

/** What is said of who has no target. */
const verdicts: ReadonlyMap<string, string> = new Map([
  ['nginx', ''],
  [relay, 'for comparison'],
]);

type Seen = LoadFigures & Disturbance;

/**
 * The latency of a GET while a front has half of what it can do. Its own half, and for all fronts
 * also half of what the proxy on Node can do, for the half of a faster front is more. Beside them a program
 * on Node that reads nothing of what it passes.
 */
export async function benchHalfLoad(stage: Stage): Promise<void> {
  const { folder } = stage;
  const peerPort = portOf(await stage.running(startOrigin(folder)));
  const place = { folder, peers: [{ port: peerPort }] };
  const nginx = await stage.contender('nginx', startNginx({ ...place, name: 'nginx' }));
  const node = await stage.contender('proxy on Node', startOnNode({ ...place, name: 'node' }));
  const deno = await stage.contender('proxy on Deno', startOnDeno({ ...place, name: 'deno' }));
  const relaying = startProgram('relay', { folder, name: 'relay', args: [String(peerPort)] });
  const fronts = [nginx, node, deno, await stage.contender(relay, relaying)];
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
  for (let round = 0; round < effort.warmUps + Math.min(2, effort.rounds); round++) {
    for (const { name, url } of fronts) {
      const load = { url: url + small.path, connections: 64, durationS: effort.loadS };
      const { requests, durationMs } = await undisturbed(() => runWrk(load, folder));
      if (round >= effort.warmUps) rates.get(name)?.push((1000 * requests) / durationMs);
    }
  }
  return new Map(Array.from(rates, ([name, own]) => [name, median(own)]));
}

async function compare(
  { effort, folder }: Stage,
  plan: {
    readonly fronts: readonly Contender[];
    readonly rate: (front: Contender) => number;
    readonly title: string;
  },
): Promise<void> {
  const { fronts, rate, title } = plan;
  const seen = new Map(fronts.map(({ name }): [string, Seen[]] => [name, []]));
  const { rounds, loadS } = effort.halfLoad;
  for (let round = 0; round < rounds; round++) {
    for (const front of fronts) {
      const load = { url: front.url + small.path, connections: clients, durationS: loadS };
      const paced = { ...load, pauseMs: (1000 * clients) / rate(front) };
      const figures = await undisturbed(() => runWrk(paced, folder), machineWatch(settlingMs));
      seen.get(front.name)?.push(figures);
    }
  }
  const p99s = (name: string): readonly number[] => seen.get(name)?.map(({ p99Ms }) => p99Ms) ?? [];
  const nginx = p99s('nginx');
  const rows = fronts.map(({ name }) => {
    const own = p99s(name);
    const middle = (of: (one: Seen) => number): string =>
      figure(median((seen.get(name) ?? []).map(of)));
    const ratio = median(own.map((one, i) => one / (nginx[i] ?? Number.NaN)));
    return [
      name,
      middle(({ requests, durationMs }) => (1000 * requests) / durationMs),
      middle(({ p50Ms }) => p50Ms),
      figure(median(own)),
      `${figure(Math.min(...own))}–${figure(Math.max(...own))}`,
      middle(({ stolen }) => 100 * stolen),
      middle(({ slow }) => 100 * slow),
      figure(ratio),
      verdicts.get(name) ?? `target ≤ 1: ${ratio <= 1 ? 'reached' : 'NOT reached'}`,
    ];
  });
  const heads = [
    'through',
    'requests/s',
    'p50 ms',
    'p99 ms',
    'from–to',
    'stolen %',
    'slow %',
    'p99 ÷ nginx',
    '',
  ];
  const medians = `medians of ${rounds} interleaved round(s) of ${loadS} s`;
  printTable(`GET, 200 bytes of JSON, ${clients} clients ${title}; ${medians}`, [heads, ...rows]);
}
