import type { Matrix } from '../../worker/kernels/algebra/matrix.ts';
import type { FrontierProblem } from '../../worker/kernels/frontier/critical-line.ts';
import { uniformRandom } from '../../worker/kernels/samples/random.ts';

/** What makes a random problem awkward. */
const markets = ['plain', 'duplicates', 'constants', 'whole numbers', 'diagonal'] as const;
const meanKinds = ['equal', 'few values', 'drawn', 'drawn', 'of duplicates'] as const;
const boundKinds = [
  'long only',
  'short',
  'capped',
  'of each symbol',
  'of tenths',
  'no upper',
  'no lower',
] as const;

/** A random problem, and what is said of it when a test fails. */
export interface NamedProblem extends FrontierProblem {
  readonly title: string;
}

interface Draw {
  readonly uniform: () => number;
  readonly normal: () => number;
}

/**
 * A frontier problem of up to 20 symbols, often an awkward one: fewer days than symbols, duplicates,
 * constants, ties, bounds of all kinds (feasible or not). The same seed gives the same.
 */
export function frontierProblem(seed: number): NamedProblem {
  const uniform = uniformRandom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  const draw = { uniform, normal };
  const size = 1 + Math.floor(20 * uniform());
  const market = pick(markets, uniform);
  const days = pick([size + 5, 3 * size + 10, 200, 2 + (size >> 1), 3], uniform);
  const scale = pick([1, 1e-4, 0.01], uniform);
  const returns = drawReturns({ market, size, days }, draw);
  const covariance =
    market === 'diagonal' ? diagonal(size, scale, uniform) : products(returns, scale);
  const means = pick(meanKinds, uniform);
  const mean = drawMeans(means, { returns, scale }, draw);
  const bounds = pick(boundKinds, uniform);
  const title = `seed ${seed}: ${size} symbols, ${days} days, ${market}, ${means}, ${bounds}`;
  return { title, mean, covariance, ...drawBounds(bounds, size, draw) };
}

function pick<Item>(items: readonly Item[], uniform: () => number): Item {
  const item = items[Math.floor(items.length * uniform())];
  if (item === undefined) throw new RangeError('Cannot pick from nothing');
  return item;
}

interface MarketSize {
  readonly market: (typeof markets)[number];
  readonly size: number;
  readonly days: number;
}

function drawReturns({ market, size, days }: MarketSize, { uniform, normal }: Draw): number[][] {
  const returns: number[][] = [];
  for (let i = 0; i < size; i++) {
    const drawn = Array.from({ length: days }, normal);
    const odd = uniform() < 0.4;
    const earlier = returns[Math.floor(uniform() * i)];
    if (market === 'whole numbers') returns.push(drawn.map(Math.round));
    else if (market === 'constants' && odd) returns.push(drawn.map(() => 0));
    else returns.push(market === 'duplicates' && odd && earlier !== undefined ? earlier : drawn);
  }
  return returns;
}

function products(returns: readonly number[][], scale: number): Matrix {
  const values = returns.flatMap((one) =>
    returns.map((other) => {
      const sum = one.reduce((total, x, t) => total + x * (other[t] ?? 0), 0);
      return (scale * sum) / one.length;
    }),
  );
  return { rows: returns.length, columns: returns.length, values: Float64Array.from(values) };
}

function diagonal(size: number, scale: number, uniform: () => number): Matrix {
  const values = new Float64Array(size * size);
  for (let i = 0; i < size; i++) values[i * size + i] = uniform() < 0.5 ? scale : 4 * scale;
  return { rows: size, columns: size, values };
}

interface Scaled {
  readonly returns: readonly number[][];
  readonly scale: number;
}

function drawMeans(
  kind: (typeof meanKinds)[number],
  { returns, scale }: Scaled,
  { normal }: Draw,
): Float64Array {
  const size = Math.sqrt(scale);
  const means = new Float64Array(returns.length);
  for (const [i, one] of returns.entries()) {
    const drawn = normal();
    const twin = returns.indexOf(one);
    if (kind === 'equal') means[i] = 0.1;
    else if (kind === 'few values') means[i] = Math.round(2 * drawn) * 0.1 * size;
    else if (kind === 'of duplicates' && twin < i) means[i] = means[twin] ?? 0;
    else means[i] = drawn * size;
  }
  return means;
}

type Pair = readonly [number, number];

function drawBounds(
  kind: (typeof boundKinds)[number],
  size: number,
  { uniform, normal }: Draw,
): Pick<FrontierProblem, 'lower' | 'upper'> {
  const cap = 1 / Math.ceil(uniform() * size);
  const from = (least: number, width: number): Pair => [least, least + width];
  const pairOf: Record<typeof kind, () => Pair> = {
    'long only': () => [0, 1],
    short: () => [-1, 1],
    capped: () => [0, cap],
    'of each symbol': () => from(-0.5 * uniform(), 2 * uniform()),
    'of tenths': () => from(0.1 * Math.round(2 * normal()), 0.1 * Math.round(6 * uniform())),
    'no upper': () => [-0.25, Number.POSITIVE_INFINITY],
    'no lower': () => [Number.NEGATIVE_INFINITY, 0.5],
  };
  const pairs = Array.from({ length: size }, pairOf[kind]);
  return {
    lower: Float64Array.from(pairs, ([least]) => least),
    upper: Float64Array.from(pairs, ([, most]) => most),
  };
}
