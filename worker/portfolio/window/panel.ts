import type { Matrix } from '../../kernels/algebra/matrix.ts';
import type { JoinedMaterial } from './material.ts';
import { closesOn } from './window.ts';

/** The closes that μ and Σ are estimated from. */
export interface Panel {
  /** T+1 days, ascending. */
  readonly days: Int32Array;
  /** T+1 × N; NaN where a symbol has no close. */
  readonly closes: Matrix;
}

/** The common days of all symbols: no close is missing. */
export function innerPanel({ window: { days, closes } }: JoinedMaterial): Panel {
  return { days, closes };
}

/** Every day on which some symbol has a close. */
export function pairwisePanel({ series }: JoinedMaterial): Panel {
  const days = Int32Array.from(new Set(series.flatMap((one) => [...one.days]))).sort();
  const columns = series.length;
  const values = new Float64Array(days.length * columns);
  series.forEach((one, column) => {
    const closes = closesOn(days, one);
    for (let row = 0; row < closes.length; row++) {
      values[row * columns + column] = closes[row] ?? Number.NaN;
    }
  });
  return { days, closes: { rows: days.length, columns, values } };
}
