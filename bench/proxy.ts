import { performance } from 'node:perf_hooks';
import type { Effort } from './effort.ts';
import { type Front, type FrontName, startFronts } from './fronts.ts';
import { type Load, LoadGenerator } from './load/load-generator.ts';
import { importPrices } from './price-store.ts';
import { cpuUs } from './process-figures.ts';
import type { Running } from './running.ts';
import { cachedQuestion, questionWithBound, questionWithoutBound } from './seed-question.ts';
import { startWorker } from './start-worker.ts';
import { median } from './statistics.ts';
import { figure, printTable } from './table.ts';

/** One kind of request. */
interface Scenario {
  readonly title: string;
  readonly connections: number;
  /** Requests of the warm-up, which also tells how many fill the time. */
  readonly warmUp: number;
  readonly body?: string;
}

const scenarios: readonly Scenario[] = [
  { title: 'GET /backend', connections: 64, warmUp: 2000 },
  { title: 'POST /backend, cached', connections: 32, warmUp: 300, body: cachedQuestion },
  {
    title: 'POST /backend, uncached, "global_bound": false',
    connections: 8,
    warmUp: 80,
    body: questionWithoutBound,
  },
  {
    title: 'POST /backend, uncached, with the global bound (a thread solves it)',
    connections: 8,
    warmUp: 16,
    body: questionWithBound,
  },
];

/** What one load on one front came to. */
interface Sample {
  readonly rate: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly frontUs: number;
  readonly workerUs: number;
}

type Samples = ReadonlyMap<FrontName, Sample[]>;

/** Measures one worker directly, through the proxy on Node and on Deno, and through nginx. */
export async function benchProxy(folder: string, effort: Effort): Promise<void> {
  const started: Running[] = [];
  const generator = new LoadGenerator();
  try {
    const worker = await startWorker(folder, await importPrices(folder));
    started.push(worker);
    const fronts = await startFronts(worker, folder, started);
    for (const scenario of scenarios) {
      const bench = { scenario, fronts, worker, generator, effort };
      printSamples(scenario, await measured(bench));
    }
  } finally {
    generator.end();
    for (const running of started.toReversed()) await running.stop();
  }
}

interface Bench {
  readonly scenario: Scenario;
  readonly fronts: readonly Front[];
  readonly worker: Running;
  readonly generator: LoadGenerator;
  readonly effort: Effort;
}

/** Takes the fronts in turn, round after round, so that what disturbs one disturbs all. */
async function measured(bench: Bench): Promise<Samples> {
  const { scenario, fronts, effort } = bench;
  const amounts = new Map<FrontName, number>();
  for (const front of fronts) {
    await sample(bench, front, scenario.warmUp);
    const { rate } = await sample(bench, front, scenario.warmUp);
    const fitting = Math.round((rate * effort.loadMs) / 1000);
    amounts.set(front.name, Math.max(scenario.connections, fitting));
  }
  const samples = new Map(fronts.map(({ name }): [FrontName, Sample[]] => [name, []]));
  const limit = performance.now() + 1.5 * effort.rounds * effort.loadMs * fronts.length;
  for (let round = 0; round < effort.rounds; round++) {
    // A machine that is busy otherwise gets fewer rounds, not more time.
    if (round > 0 && performance.now() > limit) break;
    for (const front of fronts) {
      const amount = amounts.get(front.name) ?? scenario.warmUp;
      samples.get(front.name)?.push(await sample(bench, front, amount));
    }
  }
  return samples;
}

async function sample(
  { scenario, worker, generator }: Bench,
  { url, pids }: Front,
  amount: number,
): Promise<Sample> {
  const { connections, body } = scenario;
  const load: Load = {
    url: `${url}/backend`,
    connections,
    amount,
    ...(body === undefined ? { method: 'GET' } : { method: 'POST', body }),
  };
  const before = [await cpuUs(pids), await cpuUs([worker.pid])] as const;
  const { requests, durationMs, p50Ms, p99Ms } = await generator.run(load);
  const after = [await cpuUs(pids), await cpuUs([worker.pid])] as const;
  return {
    rate: (1000 * requests) / durationMs,
    p50Ms,
    p99Ms,
    frontUs: (after[0] - before[0]) / requests,
    workerUs: (after[1] - before[1]) / requests,
  };
}

function printSamples({ title, connections }: Scenario, samples: Samples): void {
  const nginx = samples.get('nginx') ?? [];
  const rows = Array.from(samples, ([name, own]) => row(name, own, nginx));
  const rounds = `medians of ${nginx.length} interleaved round(s)`;
  printTable(`${title} (${connections} connections, ${rounds}; CPU a request)`, [heads, ...rows]);
}

const heads = [
  'through',
  'requests/s',
  'p50 ms',
  'p99 ms',
  'front CPU µs',
  'worker CPU µs',
  'rate ÷ nginx',
  'per core ÷ nginx',
];

/** The ratios are taken within each round, then their median: rounds differ more than fronts. */
function row(name: string, own: readonly Sample[], nginx: readonly Sample[]): readonly string[] {
  const middle = (of: (one: Sample) => number): string => figure(median(own.map(of)));
  const ratio = (of: (one: Sample, other: Sample) => number): string =>
    figure(median(own.flatMap((one, i) => (nginx[i] ? [of(one, nginx[i])] : []))));
  const direct = name === 'direct';
  return [
    name,
    middle(({ rate }) => rate),
    middle(({ p50Ms }) => p50Ms),
    middle(({ p99Ms }) => p99Ms),
    direct ? '–' : middle(({ frontUs }) => frontUs),
    middle(({ workerUs }) => workerUs),
    ratio((one, other) => one.rate / other.rate),
    direct ? '–' : ratio((one, other) => other.frontUs / one.frontUs),
  ];
}
