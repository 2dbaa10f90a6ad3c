import type { Matrix } from '../../worker/kernels/algebra/matrix.ts';
import { uniformRandom } from '../../worker/kernels/samples/random.ts';
import { simulatedCloses } from './markets.ts';

/** A matrix of its rows. */
export function matrixOf(...rows: readonly (readonly number[])[]): Matrix {
  return {
    rows: rows.length,
    columns: rows[0]?.length ?? 0,
    values: Float64Array.from(rows.flat()),
  };
}

/** What returns to simulate, and how hard they are made. */
export interface ReturnsOptions {
  readonly periods: number;
  readonly symbols: number;
  /** Share of the returns that is missing; 0 unless given. */
  readonly missing?: number;
  /** The last symbol is the first again, and the one before it does not vary; not unless given. */
  readonly degenerate?: boolean;
}

/** Seeded returns of a market of two factors, T × N. */
export function simulatedReturns(seed: number, options: ReturnsOptions): Matrix {
  const { periods, symbols, missing = 0, degenerate = false } = options;
  const closes = simulatedCloses(seed, { days: periods + 1, symbols, dailyDeviation: 0.02 });
  const uniform = uniformRandom(seed + 1);
  const values = new Float64Array(periods * symbols);
  for (let k = 0; k < values.length; k++) {
    values[k] = (closes.values[k + symbols] ?? 0) / (closes.values[k] ?? 0) - 1;
    if (uniform() < missing) values[k] = Number.NaN;
  }
  for (let t = 0; degenerate && t < periods; t++) {
    values[(t + 1) * symbols - 2] = 0.0001;
    values[(t + 1) * symbols - 1] = values[t * symbols] ?? 0;
  }
  return { rows: periods, columns: symbols, values };
}
