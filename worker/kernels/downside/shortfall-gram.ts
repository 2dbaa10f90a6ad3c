import { gram } from '../algebra/gram.ts';
import type { Matrix } from '../algebra/matrix.ts';
import { product } from '../algebra/quadratic-form.ts';

/** What a portfolio falls short of a threshold, as a quadratic form that is exact near its weights. */
export interface Shortfalls {
  /** scale·Σ (rₜ − b)(rₜ − b)ᵀ over the periods in which the portfolio falls short, n × n. */
  readonly matrix: Matrix;
  /** Length T: what the portfolio's return is above the threshold. */
  readonly path: Float64Array;
  /** scale·Σ max(b − rₜᵀw, 0)², which is wᵀ·matrix·w. */
  readonly value: number;
}

/**
 * The semivariance of a portfolio below a threshold b. As Σw = 1, b − rᵀw is −(r − b)ᵀw, so that it is
 * a quadratic form as long as the same periods fall short.
 *
 * @param excess  T × n returns less the threshold
 * @param scale   such as 252/T for a year
 */
export function shortfallGram(excess: Matrix, weights: Float64Array, scale: number): Shortfalls {
  const path = product(excess, weights);
  let value = 0;
  for (const above of path) if (above < 0) value += above * above;
  return { matrix: shortfallGramAt(excess, path, scale), path, value: scale * value };
}

/** scale·Σ (rₜ − b)(rₜ − b)ᵀ over the periods in which a path is below 0. */
export function shortfallGramAt(excess: Matrix, path: Float64Array, scale: number): Matrix {
  const short = Int32Array.from(path.keys()).filter((t) => path[t] < 0);
  const { columns: size } = excess;
  const rows = new Float64Array(size * short.length);
  for (const [k, t] of short.entries()) {
    for (let i = 0; i < size; i++) rows[i * short.length + k] = excess.values[t * size + i];
  }
  const { values } = gram({ rows: size, columns: short.length, values: rows });
  for (let k = 0; k < values.length; k++) values[k] *= scale;
  return { rows: size, columns: size, values };
}

/** The semivariance along a line of portfolios, and half its slope. */
export function shortfallAlong(
  path: Float64Array,
  step: Float64Array,
  length: number,
): { readonly value: number; readonly halfSlope: number } {
  let value = 0;
  let halfSlope = 0;
  for (let t = 0; t < path.length; t++) {
    const above = path[t] + length * step[t];
    if (above >= 0) continue;
    value += above * above;
    halfSlope += above * step[t];
  }
  return { value, halfSlope };
}
