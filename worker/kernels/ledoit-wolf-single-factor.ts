import { centredReturns } from './centred-returns.ts';
import { dot } from './dot.ts';
import { gram } from './gram.ts';
import type { Matrix } from './matrix.ts';
import { missingAsZero } from './missing-as-zero.ts';
import { rowProducts } from './row-products.ts';
import { type ShrunkCovariance, shrunkTowards } from './shrunk-covariance.ts';

/**
 * Ledoit and Wolf's shrinkage towards a model of one factor, the equally weighted mean of all
 * symbols: covariances β_i·β_j·var(market), variances as in the sample.
 *
 * @param returns  T ≥ 1 periods × N symbols of simple returns; a missing one (NaN) counts as 0
 * @returns        per period², of sums divided by T
 * @see Ledoit & Wolf (2003), Journal of Empirical Finance 10(5), §2; the paper's own code
 */
export function ledoitWolfSingleFactor(returns: Matrix): ShrunkCovariance {
  const { centred } = centredReturns(missingAsZero(returns));
  const sample = overPeriods(gram(centred), centred.columns);
  const factor = factorOf(centred);
  const target = factorTarget(sample, factor);
  const distance = squaredDistance(sample, target);
  const { pi, rho } = asymptotics({ centred, sample, factor });
  return shrunkTowards(sample, target, (pi - rho) / (distance * centred.columns));
}

interface Factor {
  /** Length T: its centred returns. */
  readonly values: Float64Array;
  readonly variance: number;
  /** Length N: each symbol's covariance with it, β·variance. */
  readonly covariances: Float64Array;
}

function overPeriods({ rows, columns, values }: Matrix, periods: number): Matrix {
  return { rows, columns, values: values.map((value) => value / periods) };
}

function factorOf({ rows: size, columns: periods, values: x }: Matrix): Factor {
  const values = new Float64Array(periods);
  for (let k = 0; k < x.length; k++) values[k % periods] += x[k] / size;
  const products = (left: Float64Array, leftStart: number): number =>
    dot({ left, leftStart, right: values, rightStart: 0 }, periods) / periods;
  const covariances = Float64Array.from({ length: size }, (_, i) => products(x, i * periods));
  return { values, variance: products(values, 0), covariances };
}

/** With no variance of the factor there is nothing in common: the target is diagonal. */
function factorTarget(
  { rows: size, values: s }: Matrix,
  { variance, covariances }: Factor,
): Matrix {
  const values = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      const product = covariances[i] * covariances[j];
      values[i * size + j] = product === 0 ? 0 : product / variance;
    }
    values[i * size + i] = s[i * size + i];
  }
  return { rows: size, columns: size, values };
}

function squaredDistance(one: Matrix, other: Matrix): number {
  let sum = 0;
  for (let k = 0; k < one.values.length; k++) sum += (one.values[k] - other.values[k]) ** 2;
  return sum;
}

interface Parts {
  readonly centred: Matrix;
  readonly sample: Matrix;
  readonly factor: Factor;
}

/** π̂: how far the sample's entries are off; ρ̂: how much of that the target shares. */
function asymptotics({ centred, sample, factor }: Parts): { pi: number; rho: number } {
  const { rows: size, columns: periods, values: x } = centred;
  const s = sample.values;
  const { covariances: c, variance: v } = factor;
  const squared = { ...centred, values: x.map((value) => value * value) };
  const byFactor = { ...centred, values: x.map((value, k) => value * factor.values[k % periods]) };
  const squares = overPeriods(gram(squared), periods);
  const doubly = overPeriods(gram(byFactor), periods);
  const mixed = overPeriods(rowProducts(squared, byFactor), periods);
  let pi = 0;
  let rho = 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      const k = i * size + j;
      const variance = squares.values[k] - s[k] ** 2;
      pi += variance;
      if (i === j) rho += variance;
      else if (v > 0) {
        const single = (mixed.values[k] - c[i] * s[k]) * c[j];
        const double = (doubly.values[k] - v * s[k]) * c[i] * c[j];
        rho += (2 * single) / v - double / v ** 2;
      }
    }
  }
  return { pi, rho };
}
