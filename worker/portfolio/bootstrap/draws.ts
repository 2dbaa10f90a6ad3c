import type { Matrix } from '../../kernels/algebra/matrix.ts';
import { uniformRandom } from '../../kernels/samples/random.ts';
import { resampledCloses } from '../../kernels/samples/resampled-closes.ts';
import { circularRows, stationaryRows } from '../../kernels/samples/resampled-rows.ts';
import type { SolveLinear } from '../mix/linear-solver.ts';
import { needsLinear } from '../mix/mix-solve.ts';
import { simpleReturnsOf } from '../window/panel-returns.ts';
import {
  expectedOptimisationMs,
  type Optimisation,
  type Outcome,
  type PricesUsed,
  pricesOf,
  sharpeRatioOf,
  solveOptimisation,
  withPrices,
} from './optimisation.ts';

/** Prices to optimise on, drawn from those of a question. */
export type Draw =
  /** Some rows of the closes, both inclusive. */
  | { readonly from: number; readonly to: number }
  /** As many returns as there are, drawn again in blocks. */
  | {
      readonly seed: number;
      readonly method: ResamplingMethod;
      /** The (mean) length of a block, in days. */
      readonly blockDays: number;
    };

/** How blocks of days are drawn. */
export type ResamplingMethod = 'stationary' | 'circular';

/** One question on many draws; survives `structuredClone`, so that it can cross to a thread. */
export interface DrawsInput {
  readonly optimisation: Optimisation;
  readonly draws: readonly Draw[];
  /** Weights whose ratio on each draw is wanted beside the optimum. */
  readonly beside?: Float64Array;
}

/** What came of one draw. */
export interface Drawn {
  /** Undefined where the prices left what numbers hold. */
  readonly outcome: Outcome | undefined;
  /** The ratio of the weights to be told of; undefined where there is none. */
  readonly besideRatio: number | undefined;
}

/** Solves draws here or elsewhere, such as in a thread. */
export type SolveDraws = (input: DrawsInput) => Promise<readonly Drawn[]>;

/** Closes beyond these have left what squares of them hold. */
const [leastClose, greatestClose] = [1e-150, 1e150];

/** What each draw costs beside its solve, and what each of its closes and rows does, in ms. */
const overheads = {
  hold: { draw: 1, row: 4e-3, close: 2e-5 },
  mix: { draw: 0.3, row: 3e-4, close: 2e-5 },
} as const;

/** Whether {@link solveDraws} needs a solver of linear programs. */
export function drawsNeedLinear({ optimisation }: DrawsInput): boolean {
  return optimisation.kind === 'mix' && needsLinear(optimisation.input);
}

/**
 * Solves a question on each of its draws, which know nothing of each other: any part of the draws
 * comes out the same. Pure and deterministic.
 *
 * @param solveLinear  where {@link drawsNeedLinear} says so
 */
export function solveDraws(
  { optimisation, draws, beside }: DrawsInput,
  solveLinear?: SolveLinear,
): readonly Drawn[] {
  const prices = pricesOf(optimisation);
  const resampled = resampler(prices);
  return draws.map((draw) => {
    const drawn = 'seed' in draw ? resampled(draw) : rowsOf(prices, draw);
    if (!drawn.closes.values.every(usable)) return { outcome: undefined, besideRatio: undefined };
    const sample = withPrices(optimisation, drawn);
    return {
      outcome: solveOptimisation(sample, solveLinear),
      besideRatio: beside && sharpeRatioOf(sample, beside),
    };
  });
}

/** How long a draw takes, in ms, within a factor of 3 or so. */
export function expectedDrawMs(optimisation: Optimisation, draw: Draw): number {
  const { closes } = optimisation.input;
  const rows = 'seed' in draw ? closes.rows : draw.to - draw.from + 1;
  const shape = { ...closes, rows };
  const part = withPrices(optimisation, { closes: shape });
  const { draw: each, row, close } = overheads[optimisation.kind];
  return expectedOptimisationMs(part) + each + rows * (row + closes.columns * close);
}

/** How long they take together. */
export function expectedDrawsMs({ optimisation, draws }: DrawsInput): number {
  return draws.reduce((sum, draw) => sum + expectedDrawMs(optimisation, draw), 0);
}

/** NaN stands for no close, which an estimate may know how to deal with. */
function usable(close: number): boolean {
  return Number.isNaN(close) || (close > leastClose && close < greatestClose);
}

function rowsOf(
  { closes, reference }: PricesUsed,
  { from, to }: { readonly from: number; readonly to: number },
): PricesUsed {
  const { columns, values } = closes;
  return {
    closes: {
      rows: to - from + 1,
      columns,
      values: values.subarray(from * columns, (to + 1) * columns),
    },
    ...(reference === undefined ? {} : { reference: reference.subarray(from, to + 1) }),
  };
}

type Resample = Extract<Draw, { readonly seed: number }>;

/** Draws whole days: the returns of all symbols and of the reference, where there is one, together. */
function resampler(prices: PricesUsed): (draw: Resample) => PricesUsed {
  let returns: Matrix | undefined;
  const { columns } = prices.closes;
  return ({ seed, method, blockDays }) => {
    returns ??= completeReturns(prices);
    const uniform = uniformRandom(seed);
    const rowsBy = method === 'stationary' ? stationaryRows : circularRows;
    const rows = rowsBy({ count: returns.rows, blockLength: blockDays, uniform });
    const closes = resampledCloses(returns, rows);
    return prices.reference === undefined ? { closes } : divided(closes, columns);
  };
}

/**
 * The returns of all symbols, and of the reference as a last column where there is one, on the days
 * on which all have one.
 */
export function completeReturns(prices: PricesUsed): Matrix {
  const { columns, values } = simpleReturnsOf(joined(prices));
  const complete: number[] = [];
  for (let start = 0; start < values.length; start += columns) {
    const row = values.subarray(start, start + columns);
    if (!row.some(Number.isNaN)) complete.push(start);
  }
  const kept = new Float64Array(complete.length * columns);
  complete.forEach((start, t) => {
    kept.set(values.subarray(start, start + columns), t * columns);
  });
  return { rows: complete.length, columns, values: kept };
}

function joined({ closes, reference }: PricesUsed): Matrix {
  if (reference === undefined) return closes;
  const { rows, columns, values } = closes;
  const all = new Float64Array(rows * (columns + 1));
  for (let t = 0; t < rows; t++) {
    all.set(values.subarray(t * columns, (t + 1) * columns), t * (columns + 1));
    all[t * (columns + 1) + columns] = reference[t] ?? Number.NaN;
  }
  return { rows, columns: columns + 1, values: all };
}

/** The symbols' columns, and the reference behind them. */
function divided({ rows, columns: all, values }: Matrix, columns: number): PricesUsed {
  const closes = new Float64Array(rows * columns);
  const reference = new Float64Array(rows);
  for (let t = 0; t < rows; t++) {
    closes.set(values.subarray(t * all, t * all + columns), t * columns);
    reference[t] = values[t * all + columns] ?? Number.NaN;
  }
  return { closes: { rows, columns, values: closes }, reference };
}
