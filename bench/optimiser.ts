import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { simulatedCloses } from '../test/support/markets.ts';
import { questionOn } from '../test/support/questions.ts';
import { Errand } from '../worker/errand.ts';
import { type SolveInput, solve } from '../worker/portfolio/hold/solve.ts';
import type { Question } from '../worker/portfolio/questions.ts';
import { readSettings } from '../worker/settings.ts';
import { createThreads, type Threads } from '../worker/threads.ts';
import type { Effort } from './effort.ts';
import { importPrices } from './price-store.ts';
import { seedInput } from './seed-input.ts';
import { median, quantile } from './statistics.ts';
import { figure, judged, printTable } from './table.ts';

/** The event loop of a worker is never to be held longer, in ms. */
const longestHoldMs = 50;

/** Problems of one size. */
interface Problems {
  readonly name: string;
  readonly inputs: readonly SolveInput[];
}

/** Measures the solver alone, and how long it holds up the event loop of a worker. */
export async function benchOptimiser(folder: string, effort: Effort): Promise<void> {
  const store = await importPrices(folder);
  const sizes: readonly Problems[] = [
    { name: '3 × 964, no bound', inputs: [await seedInput(store, 'never')] },
    { name: '3 × 964, global bound', inputs: [await seedInput(store, 'when-small')] },
    { name: '3 × 1,000', inputs: simulated(3, 1000) },
    { name: '20 × 1,000', inputs: simulated(20, 1000) },
    { name: '100 × 2,500', inputs: simulated(100, 2500) },
  ];
  const threads = createThreads(readSettings({}), () => performance.now());
  const rows: (readonly string[])[] = [];
  try {
    for (const problems of sizes) rows.push(await row(problems, threads, effort));
  } finally {
    await threads.close();
  }
  const heads = ['symbols × days', 'solves', 'median ms', 'p99 ms', 'loop held ms', ''];
  printTable('solve(), warm; loop held: the longest, as a worker runs it', [heads, ...rows]);
}

/** Markets that differ: what is easy in one may be hard in another. */
function simulated(symbols: number, days: number): readonly SolveInput[] {
  return Array.from({ length: 10 }, (_, i) => ({
    closes: simulatedCloses(1000 + i, { days, symbols, dailyDeviation: 0.02 }),
    hurdle: { riskFreePerPeriod: 0.0001 },
    periodsPerYear: 252,
    globalBound: 'when-small' as const,
  }));
}

async function row(
  { name, inputs }: Problems,
  threads: Threads,
  effort: Effort,
): Promise<readonly string[]> {
  sampled(inputs, { samples: 30, samplingMs: effort.samplingMs / 3 });
  const times = sampled(inputs, effort);
  const held = await longestHold(inputs, threads, effort.samplingMs / 3);
  return [
    name,
    String(times.length),
    figure(median(times)),
    figure(quantile(times, 0.99)),
    figure(held),
    judged(held, longestHoldMs, 'ms held'),
  ];
}

/** Solves in turn until there are samples enough or the time is up, but at least one. */
function sampled(
  inputs: readonly SolveInput[],
  { samples, samplingMs }: Pick<Effort, 'samples' | 'samplingMs'>,
): readonly number[] {
  const times: number[] = [];
  const limit = performance.now() + samplingMs;
  for (const input of endlessly(inputs)) {
    const start = performance.now();
    if (!solve(input).solved) throw new Error('a problem of the benchmark has no solution');
    times.push(performance.now() - start);
    if (times.length === samples || performance.now() > limit) break;
  }
  return times;
}

/** The longest that the event loop stood still while a worker's threads were given the problems. */
async function longestHold(
  inputs: readonly SolveInput[],
  threads: Threads,
  samplingMs: number,
): Promise<number> {
  const questions = inputs.map(({ closes, globalBound }) =>
    questionOn(closes, { global_bound: globalBound !== 'never' }),
  );
  const answer = async (question: Question): Promise<unknown> =>
    threads.answer(new Errand(() => performance.now()), question);
  const [first] = questions;
  // The first task starts the thread.
  if (first !== undefined) await answer(first);
  const resolutionMs = 1;
  const delays = monitorEventLoopDelay({ resolution: resolutionMs });
  await delay(20);
  delays.enable();
  const limit = performance.now() + samplingMs;
  for (const question of endlessly(questions)) {
    await answer(question);
    await delay(5);
    if (performance.now() > limit) break;
  }
  delays.disable();
  return Math.max(0, delays.max / 1e6 - resolutionMs);
}

function* endlessly<Value>(values: readonly Value[]): Generator<Value> {
  for (;;) yield* values;
}
