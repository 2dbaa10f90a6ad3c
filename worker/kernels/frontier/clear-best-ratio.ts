import { rowMix } from '../algebra/add-rows.ts';
import { inner } from '../algebra/inner.ts';
import type { Matrix } from '../algebra/matrix.ts';
import type { Moments } from '../covariances/moments.ts';
import { nonnegativeQuadratic } from '../quadratic/nonnegative-quadratic.ts';

/** Of the largest excess: a slope above −1 times this at a weight of 0 leaves the answer open. */
const flat = 1e-9;

/** Of the largest excess: what slopes of held symbols may miss 0 by. */
const stationary = 1e-12;

/** Of the largest mean: an excess of less may be rounding. */
const nothing = 1e-9;

/** Of the mean variance of symbols: a portfolio of less may have no risk. */
const riskless = 1e-9;

/** The portfolio of the best Sharpe ratio. Per period of the moments. */
export interface ClearBestRatio {
  /** Length n, none negative, summing to 1. */
  readonly weights: Float64Array;
  readonly volatility: number;
  /** (μᵀw − rate)/√(wᵀΣw). */
  readonly ratio: number;
}

/**
 * The long-only weights of the best Sharpe ratio, where they are plain to see: w ∝ argmin
 * ½·yᵀΣy − (μ − rate)ᵀy over y ≥ 0. It starts from no symbol and so costs little where few are held,
 * while `maximumSharpe` wants a traced frontier, which is to decide what is not plain here.
 *
 * @param rate  risk-free return per period of the moments
 * @returns     undefined where no symbol gains on the rate for certain, a symbol not held is as good
 *              as any held, next to no risk is left, or rounding was too much for the conditions
 * @see Tütüncü & Cornuejols (2007), Optimization Methods in Finance, §8.2
 */
export function clearBestRatio(
  { mean, covariance }: Moments,
  rate: number,
): ClearBestRatio | undefined {
  const excess = mean.map((value) => value - rate);
  const largest = excess.reduce((most, value) => Math.max(most, value), 0);
  if (!(largest > nothing * mean.reduce((most, value) => Math.max(most, Math.abs(value)), 0))) {
    return undefined;
  }
  const y = nonnegativeQuadratic(covariance, excess);
  if (!isClear(y, { slopes: slopesAt(y, covariance, excess), largest })) return undefined;
  const sum = y.reduce((total, value) => total + value, 0);
  const weights = y.map((value) => value / sum);
  const variance = inner(rowMix(covariance, weights), weights);
  if (!(variance > riskless * meanVariance(covariance))) return undefined;
  const volatility = Math.sqrt(variance);
  return { weights, volatility, ratio: inner(excess, weights) / volatility };
}

function slopesAt(y: Float64Array, covariance: Matrix, excess: Float64Array): Float64Array {
  const pull = rowMix(covariance, y);
  return excess.map((value, i) => value - pull[i]);
}

interface Slopes {
  readonly slopes: Float64Array;
  readonly largest: number;
}

/** Whether the conditions hold, and strictly so: then no other weights meet them. */
function isClear(y: Float64Array, { slopes, largest }: Slopes): boolean {
  return y.every((value, i) =>
    value > 0 ? Math.abs(slopes[i]) <= stationary * largest : slopes[i] < -flat * largest,
  );
}

function meanVariance({ rows: size, values }: Matrix): number {
  let trace = 0;
  for (let i = 0; i < size; i++) trace += values[i * size + i];
  return trace / size;
}
