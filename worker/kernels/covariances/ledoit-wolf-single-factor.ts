import { dot } from '../algebra/dot.ts';
import { gram } from '../algebra/gram.ts';
import type { Matrix } from '../algebra/matrix.ts';
import { centredReturns } from './centred-returns.ts';
import { missingAsZero } from './missing-as-zero.ts';
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

/**
 * π̂: how far the sample's entries are off; ρ̂: how much of that the target shares. Both are sums over
 * all pairs of symbols of means over periods, taken here as means of products of sums over symbols:
 * O(N·T) for O(N²·T).
 */
function asymptotics({ centred, sample, factor }: Parts): { pi: number; rho: number } {
  const { rows: size, columns: periods } = centred;
  const { values: market, variance: v } = factor;
  const { squares, loaded } = acrossSymbols(centred, factor.covariances);
  let pi = 0;
  let single = 0;
  let double = 0;
  for (let t = 0; t < periods; t++) {
    pi += squares[t] ** 2 / periods;
    const excess = (market[t] * squares[t] - loaded[t]) * loaded[t];
    single += excess / periods;
    double += ((market[t] ** 2 - v) * loaded[t] ** 2) / periods;
  }
  for (let k = 0; k < sample.values.length; k++) pi -= sample.values[k] ** 2;
  let rho = 0;
  for (let i = 0; i < size; i++) {
    // The target has the sample's variances: on the diagonal it shares all of the error.
    const own = ofOneSymbol({ centred, sample, factor }, i);
    rho += own.variance;
    single -= own.single;
    double -= own.double;
  }
  return v > 0 ? { pi, rho: rho + (2 * single) / v - double / v ** 2 } : { pi, rho };
}

/** For each period Σ x_i² and Σ c_i·x_i. */
function acrossSymbols({ rows: size, columns: periods, values: x }: Matrix, c: Float64Array) {
  const squares = new Float64Array(periods);
  const loaded = new Float64Array(periods);
  for (let i = 0; i < size; i++) {
    for (let t = 0; t < periods; t++) {
      const value = x[i * periods + t];
      squares[t] += value * value;
      loaded[t] += c[i] * value;
    }
  }
  return { squares, loaded };
}

/** The terms of a symbol with itself. */
function ofOneSymbol({ centred, sample, factor }: Parts, i: number) {
  const { columns: periods, values: x } = centred;
  const { values: market, variance: v, covariances } = factor;
  const s = sample.values[i * sample.rows + i];
  const c = covariances[i];
  let variance = 0;
  let single = 0;
  let double = 0;
  for (let t = 0; t < periods; t++) {
    const value = x[i * periods + t];
    const square = value * value;
    variance += square * square;
    single += square * value * market[t];
    double += (market[t] ** 2 - v) * square;
  }
  return {
    variance: variance / periods - s * s,
    single: (single / periods - c * s) * c,
    double: (double / periods) * c * c,
  };
}
