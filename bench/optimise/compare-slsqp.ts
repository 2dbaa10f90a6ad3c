import { problemOf } from '../../test/support/markets.ts';
import { localSearch } from '../../worker/kernels/hold/local-search.ts';
import { median } from '../statistics.ts';
import { figure, printTable, reached } from '../table.ts';
import { cpuTimes, type Sampling } from './cpu-time.ts';
import { type HoldMarket, holdMarkets } from './hold-markets.ts';
import { hasScipy, type SlsqpRun, type SlsqpWay, slsqp } from './slsqp.ts';

const hurdle = 0.0001;

/** How much a comparison may take. */
export interface ComparisonEffort {
  /** Rounds in which all take turns. */
  readonly rounds: number;
  readonly sampling: Sampling;
}

/** Where runs of scipy leave their prices, and where real ones are kept. */
export interface ComparisonFiles {
  readonly folder: string;
  readonly store: string;
}

/** Compares one search from equal weights with scipy's SLSQP from there, on the same prices. */
export async function compareSlsqp(
  { folder, store }: ComparisonFiles,
  effort: ComparisonEffort,
): Promise<void> {
  const scipy = await hasScipy();
  if (!scipy) console.log('\npython3-scipy and python3-pandas are not there: SLSQP is left out.');
  const rows: (readonly string[])[] = [];
  for (const market of await holdMarkets(store)) {
    rows.push(await compared(market, { folder, scipy, effort }));
  }
  const heads = [
    'symbols × days',
    'ours, ms',
    "original's way, ms",
    '÷ ours',
    'exact gradient, ms',
    '÷ ours',
    'ratio: original − ours',
    'gradient − ours',
  ];
  printTable(
    'Buy-and-hold Sharpe, one start from equal weights, against SLSQP; processor time, medians',
    [[...heads, '', ''], ...rows],
  );
}

interface Setting {
  readonly folder: string;
  readonly scipy: boolean;
  readonly effort: ComparisonEffort;
}

async function compared(
  { name, closes, minutes, target }: HoldMarket,
  { folder, scipy, effort }: Setting,
): Promise<readonly string[]> {
  const problem = problemOf(closes, hurdle);
  const equal = new Float64Array(closes.columns).fill(1 / closes.columns);
  const search = () => localSearch(problem, equal);
  const ratio = search().point.ratio;
  cpuTimes(search, { ...effort.sampling, samples: 200 });
  const ours: number[] = [];
  const theirs: Record<SlsqpWay, SlsqpRun[]> = { original: [], gradient: [] };
  for (let round = 0; round < effort.rounds; round++) {
    ours.push(...cpuTimes(search, effort.sampling));
    for (const way of ['original', 'gradient'] as const) {
      if (!scipy || (minutes && way === 'original')) continue;
      theirs[way].push(await slsqp(folder, { closes, hurdle, way, ...effort.sampling }));
    }
  }
  const own = median(ours);
  const time = (way: SlsqpWay) => median(theirs[way].flatMap(({ times }) => times));
  const gap = (way: SlsqpWay) => difference((theirs[way][0]?.ratio ?? Number.NaN) - ratio);
  const original = time('original') / own;
  const gradient = time('gradient') / own;
  return [
    name,
    figure(own),
    minutes ? 'minutes: left out' : figure(time('original')),
    figure(original),
    figure(time('gradient')),
    figure(gradient),
    gap('original'),
    gap('gradient'),
    target === undefined ? '' : `original's ${reached(original, target)}`,
    Number.isFinite(gradient) ? `gradient's ${reached(gradient, 1)}` : '',
  ];
}

function difference(value: number): string {
  return Number.isFinite(value) ? value.toExponential(1) : '–';
}
