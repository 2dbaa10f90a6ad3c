import type { Matrix } from '../algebra/matrix.ts';
import { product } from '../algebra/quadratic-form.ts';
import { summedDrawdowns } from '../downside/summed-drawdowns.ts';
import { tailSize } from '../downside/tail-mean.ts';

/** What is bad about a period, and how many of the worst count. */
export interface TailMeasure {
  /** T × n per period. */
  readonly returns: Matrix;
  /** β, below 1. */
  readonly confidence: number;
  readonly of: 'losses' | 'drawdowns';
}

/**
 * A slope a of the mean loss, or drawdown, of the worst 1 − β of periods: no weights v have a mean
 * below aᵀv, and the given ones have aᵀw.
 *
 * @param weights  length n
 * @returns        length n
 * @see Rockafellar & Uryasev (2002), J. Banking & Finance 26(7), §4, for subgradients of the mean
 */
export function tailSlope(
  { returns, confidence, of }: TailMeasure,
  weights: Float64Array,
): Float64Array {
  const path = product(returns, weights);
  const bad = of === 'losses' ? path.map((one) => -one) : summedDrawdowns(path);
  const shares = tailShares(bad, confidence);
  return pooled(returns, of === 'losses' ? shares : sinceTheirPeaks(shares, bad));
}

/** What each case counts in the mean of the worst: at most 1/((1 − β)·T), adding up to 1. */
function tailShares(values: Float64Array, confidence: number): Float64Array {
  const size = tailSize(values.length, confidence);
  const order = Int32Array.from(values.keys()).sort((s, t) => values[t] - values[s] || s - t);
  const shares = new Float64Array(values.length);
  let left = size;
  for (const t of order) {
    if (left <= 0) break;
    shares[t] = Math.min(1, left) / size;
    left -= 1;
  }
  return shares;
}

/** A drawdown is what was lost since the highest: every period from there on counts. */
function sinceTheirPeaks(shares: Float64Array, falls: Float64Array): Float64Array {
  const counts = new Float64Array(shares.length);
  let open = 0;
  for (let t = shares.length - 1; t >= 0; t--) {
    open = falls[t] > 0 ? open + shares[t] : 0;
    counts[t] = open;
  }
  return counts;
}

/** −Σ shareₜ·rₜᵢ for each symbol. */
function pooled({ rows, columns, values }: Matrix, shares: Float64Array): Float64Array {
  const sums = new Float64Array(columns);
  for (let t = 0; t < rows; t++) {
    const share = shares[t];
    if (share === 0) continue;
    for (let i = 0; i < columns; i++) sums[i] -= share * values[t * columns + i];
  }
  return sums;
}
