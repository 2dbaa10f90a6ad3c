import { median } from '../statistics.ts';
import { figure, printTable, reached } from '../table.ts';
import { type Contender, metered } from './contender.ts';
import type { EdgeEffort } from './effort.ts';
import type { LoadFigures } from './load/wrk.ts';
import { type Disturbance, undisturbed } from './undisturbed.ts';

/** What one load on one front came to. */
export interface Sample extends LoadFigures, Disturbance {
  /** Processor time of the front. */
  readonly frontMs: number;
}

/** All samples of each front, in the order of their rounds. */
export type Samples = ReadonlyMap<string, readonly Sample[]>;

/** What a front should reach. */
export interface Target {
  /** The share of nginx's requests for each second of processor time. */
  readonly perCore?: number;
  /** How many times as much as the best of npm's. */
  readonly timesNpm?: number;
}

/** Takes the fronts in turn, round after round, so that what disturbs one disturbs all. */
export async function inTurn(
  fronts: readonly Contender[],
  { rounds, warmUps }: Pick<EdgeEffort, 'rounds' | 'warmUps'>,
  load: (front: Contender) => Promise<LoadFigures>,
): Promise<Samples> {
  const samples = new Map(fronts.map(({ name }): [string, Sample[]] => [name, []]));
  for (let round = 0; round < warmUps; round++) {
    for (const front of fronts) await load(front);
  }
  for (let round = 0; round < rounds; round++) {
    for (const front of fronts) {
      const sample = await undisturbed(() => metered(front, () => load(front)));
      samples.get(front.name)?.push(sample);
    }
  }
  return samples;
}

/** A table of all fronts: rates, latencies, and what a request costs beside nginx. */
export function printCompared(
  title: string,
  samples: Samples,
  { targets, npm = [] }: { targets: ReadonlyMap<string, Target>; npm?: readonly string[] },
): void {
  const rounds = samples.get('nginx')?.length ?? 0;
  const rows = Array.from(samples, ([name, own]) => {
    const ratios = perCore(own, samples.get('nginx') ?? []);
    const best = Math.max(...npm.map((one) => perCoreOf(samples, one)));
    const times = median(ratios) / best;
    const target = targets.get(name);
    return [
      ...middles(own),
      figure(median(ratios)),
      `${figure(Math.min(...ratios))}–${figure(Math.max(...ratios))}`,
      ...(npm.length === 0 ? [] : [figure(times)]),
      target?.perCore === undefined ? '' : reached(median(ratios), target.perCore),
      target?.timesNpm === undefined ? '' : `×npm ${reached(times, target.timesNpm)}`,
    ].toSpliced(0, 0, name);
  });
  const heads = [
    'through',
    'requests/s',
    'p50 ms',
    'p99 ms',
    'CPU µs',
    'stolen %',
    'slow %',
    'per core ÷ nginx',
    'from–to',
  ];
  if (npm.length > 0) heads.push('÷ best of npm');
  printTable(`${title}; medians of ${rounds} interleaved round(s)`, [[...heads, '', ''], ...rows]);
}

function middles(own: readonly Sample[]): readonly string[] {
  const middle = (of: (one: Sample) => number): string => figure(median(own.map(of)));
  return [
    middle(({ requests, durationMs }) => (1000 * requests) / durationMs),
    middle(({ p50Ms }) => p50Ms),
    middle(({ p99Ms }) => p99Ms),
    middle((one) => 1000 * costMs(one)),
    middle(({ stolen }) => 100 * stolen),
    middle(({ slow }) => 100 * slow),
  ];
}

/** Within each round: rounds differ more than fronts. */
function perCore(own: readonly Sample[], nginx: readonly Sample[]): readonly number[] {
  return own.flatMap((one, i) => (nginx[i] ? [costMs(nginx[i]) / costMs(one)] : []));
}

function perCoreOf(samples: Samples, name: string): number {
  return median(perCore(samples.get(name) ?? [], samples.get('nginx') ?? []));
}

function costMs({ frontMs, requests }: Sample): number {
  return frontMs / requests;
}
