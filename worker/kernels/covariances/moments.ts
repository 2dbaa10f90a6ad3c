import { gram } from '../algebra/gram.ts';
import type { Matrix } from '../algebra/matrix.ts';
import type { HoldProblem } from '../hold/hold-sharpe.ts';

/** Mean (n) and sample covariance (n × n) per period. */
export interface Moments {
  readonly mean: Float64Array;
  readonly covariance: Matrix;
}

/** Mean and covariance of each symbol's own excess returns, over the days that have one. */
export function excessMoments({ growth, hurdle }: HoldProblem): Moments {
  const { rows: symbols, columns: days, values } = growth;
  const counted = Int32Array.from(hurdle.keys()).filter((t) => !Number.isNaN(hurdle[t]));
  const count = counted.length;
  const centred = new Float64Array(symbols * count);
  const mean = new Float64Array(symbols);
  for (let i = 0; i < symbols; i++) {
    let sum = 0;
    for (let k = 0; k < count; k++) {
      const t = i * days + counted[k];
      const x = values[t] / values[t - 1] - 1 - hurdle[counted[k]];
      centred[i * count + k] = x;
      sum += x;
    }
    mean[i] = sum / count;
    for (let k = 0; k < count; k++) centred[i * count + k] -= mean[i];
  }
  return { mean, covariance: scaledProducts({ rows: symbols, columns: count, values: centred }) };
}

/** X·Xᵀ/(columns − 1). */
function scaledProducts(centred: Matrix): Matrix {
  const products = gram(centred);
  const divisor = centred.columns - 1;
  for (let k = 0; k < products.values.length; k++) products.values[k] /= divisor;
  return products;
}
