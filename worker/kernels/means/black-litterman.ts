import { choleskyInPlace } from '../algebra/cholesky.ts';
import { choleskySolve } from '../algebra/cholesky-solve.ts';
import { gram } from '../algebra/gram.ts';
import type { Matrix } from '../algebra/matrix.ts';
import { rowProducts } from '../algebra/row-products.ts';

/** Views on returns: P·r = Q, off by errors whose covariance is Ω. */
export interface Views {
  /** P, K × N: row k holds the portfolio that view k is about. */
  readonly portfolios: Matrix;
  /** Q, length K: its expected return, in the unit of the prior. */
  readonly returns: Float64Array;
  /** Ω, K × K, symmetric positive semidefinite; without the rest a 0 on its diagonal is a certain view. */
  readonly uncertainty: Matrix;
}

/** What is believed without the views. */
export interface Prior {
  /** π, length N, such as from {@link equilibriumReturns}. */
  readonly returns: Float64Array;
  /** Σ, N × N, symmetric positive semidefinite, per the period of the returns. */
  readonly covariance: Matrix;
  /** τ > 0: variance of the prior's mean as a share of Σ; 0.05 is usual. */
  readonly tau: number;
}

/** What is believed with the views. */
export interface Posterior {
  /** Length N. */
  readonly returns: Float64Array;
  /** N × N: of returns, so Σ plus the covariance of the posterior mean. */
  readonly covariance: Matrix;
}

/** A pivot at or below this share of its diagonal entry means: says what views before it say. */
const dependent = 1e-12;

/**
 * Black and Litterman's posterior: π + τΣPᵀ·A⁻¹·(Q − Pπ) with A = P·τΣ·Pᵀ + Ω, and the covariance
 * Σ + τΣ − τΣPᵀ·A⁻¹·PτΣ.
 *
 * @returns  undefined when A is singular: certain views that repeat or contradict one another, or a
 *           certain view on what has no risk
 * @throws {RangeError} shapes that do not fit
 * @see Black & Litterman (1992), Financial Analysts Journal 48(5); He & Litterman (1999), §3
 */
export function blackLitterman(prior: Prior, views: Views): Posterior | undefined {
  const { covariance: sigma, tau } = prior;
  const { portfolios, returns, uncertainty } = views;
  checkShapes(prior, views);
  // PτΣ, K × N.
  const reach = rowProducts(portfolios, sigma);
  for (let k = 0; k < reach.values.length; k++) reach.values[k] *= tau;
  const factor = rowProducts(reach, portfolios);
  for (let k = 0; k < factor.values.length; k++) factor.values[k] += uncertainty.values[k];
  if (!choleskyInPlace(factor, dependent)) return undefined;
  const surprise = returns.map((value, k) => value - rowDot(portfolios, k, prior.returns));
  const moved = transposeTimes(reach, choleskySolve(factor, surprise));
  return {
    returns: prior.returns.map((value, i) => value + moved[i]),
    covariance: posteriorCovariance({ sigma, tau, reach, factor }),
  };
}

function checkShapes({ returns, covariance }: Prior, views: Views): void {
  const { rows: count, columns: size } = views.portfolios;
  const { rows, columns } = views.uncertainty;
  if (size === returns.length && size === covariance.rows && size === covariance.columns) {
    if (views.returns.length === count && rows === count && columns === count) return;
  }
  throw new RangeError(`${count} views on ${size} symbols do not fit the prior or themselves.`);
}

interface PosteriorParts {
  readonly sigma: Matrix;
  readonly tau: number;
  readonly reach: Matrix;
  readonly factor: Matrix;
}

/** The part that views take away is gram((L⁻¹·PτΣ)ᵀ), symmetric to the last bit. */
function posteriorCovariance({ sigma, tau, reach, factor }: PosteriorParts): Matrix {
  const { rows: count, columns: size } = reach;
  const known = new Float64Array(size * count);
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < count; k++) {
      let rest = reach.values[k * size + i];
      for (let l = 0; l < k; l++) rest -= factor.values[k * count + l] * known[i * count + l];
      known[i * count + k] = rest / factor.values[k * count + k];
    }
  }
  const removed = gram({ rows: size, columns: count, values: known }).values;
  const values = sigma.values.map((value, k) => value + (tau * value - removed[k]));
  return { rows: size, columns: size, values };
}

function rowDot({ columns, values }: Matrix, row: number, vector: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < columns; i++) sum += values[row * columns + i] * vector[i];
  return sum;
}

function transposeTimes({ rows, columns, values }: Matrix, vector: Float64Array): Float64Array {
  const result = new Float64Array(columns);
  for (let k = 0; k < rows; k++) {
    for (let i = 0; i < columns; i++) result[i] += values[k * columns + i] * vector[k];
  }
  return result;
}
