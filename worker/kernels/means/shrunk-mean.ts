import { choleskyInPlace } from '../algebra/cholesky.ts';
import { choleskySolve } from '../algebra/cholesky-solve.ts';
import type { Matrix } from '../algebra/matrix.ts';
import { symmetricEigen } from '../algebra/symmetric-eigen.ts';

/** What means are shrunk with: all per period, for the intensity is not the same in other units. */
export interface MeanSample {
  /** Length N: sample means per period. */
  readonly mean: Float64Array;
  /** N × N: sample covariance per period². */
  readonly covariance: Matrix;
  /** T: how many returns they were made from. */
  readonly observations: number;
}

/** Means drawn towards one number: (1 − intensity)·mean + intensity·target. */
export interface ShrunkMean {
  /** Length N, per period. */
  readonly mean: Float64Array;
  /** Per period. */
  readonly target: number;
  /** 0 leaves the sample as it is, 1 is the target alone. */
  readonly intensity: number;
}

/**
 * James and Stein's shrinkage towards the mean of all means, its positive part:
 * intensity = (N·λ̄ − 2·λ₁)/(T·Σ(m_i − m̄)²), with λ the eigenvalues of the covariance. It is 0 where
 * one factor makes up half of all variance or more: there shrinking is not sure to help.
 *
 * @see Meucci (2005), Risk and Asset Allocation, eq. (4.138); James & Stein (1961), Proc. Fourth
 *      Berkeley Symposium 1
 */
export function jamesStein({ mean, covariance, observations }: MeanSample): ShrunkMean {
  const size = mean.length;
  const target = grandMean(mean);
  let distance = 0;
  for (const value of mean) distance += (value - target) ** 2;
  const eigenvalues = symmetricEigen(covariance).values;
  let trace = 0;
  for (const value of eigenvalues) trace += value;
  const error = trace - 2 * eigenvalues[size - 1];
  return towards(mean, target, error / (observations * distance));
}

/**
 * Shrinkage towards the mean of all means by an intensity of one's own, clipped to 0…1.
 *
 * @param mean  length N, per period
 */
export function grandMeanShrinkage(mean: Float64Array, intensity: number): ShrunkMean {
  return towards(mean, grandMean(mean), intensity);
}

/**
 * Jorion's Bayes–Stein shrinkage towards the mean return of the portfolio of least variance:
 * intensity = (N + 2)/(N + 2 + T·(m − m₀)ᵀΣ⁻¹(m − m₀)), Σ = S·(T − 1)/(T − N − 2).
 *
 * @returns  undefined when T ≤ N + 2, or the covariance is not positive definite
 * @see Jorion (1986), J. Financial and Quantitative Analysis 21(3), eq. (14), (17) and (19)
 */
export function bayesStein({ mean, covariance, observations }: MeanSample): ShrunkMean | undefined {
  const size = mean.length;
  const degrees = observations - size - 2;
  const factor = { ...covariance, values: covariance.values.slice() };
  if (degrees <= 0 || !choleskyInPlace(factor, dependent)) return undefined;
  const least = choleskySolve(factor, new Float64Array(size).fill(1));
  let total = 0;
  let weighted = 0;
  for (let i = 0; i < size; i++) {
    total += least[i];
    weighted += least[i] * mean[i];
  }
  const target = weighted / total;
  const apart = mean.map((value) => value - target);
  const solved = choleskySolve(factor, apart);
  let distance = 0;
  for (let i = 0; i < size; i++) distance += apart[i] * solved[i];
  distance *= (observations * degrees) / (observations - 1);
  return towards(mean, target, (size + 2) / (size + 2 + distance));
}

/** A pivot at or below this share of its diagonal entry means: depends on the symbols before it. */
const dependent = 1e-12;

function grandMean(mean: Float64Array): number {
  let sum = 0;
  for (const value of mean) sum += value / mean.length;
  return sum;
}

/** Equal means, of which the intensity is not defined, are at the target already. */
function towards(mean: Float64Array, target: number, intensity: number): ShrunkMean {
  const clipped = Math.min(1, Math.max(0, Number.isNaN(intensity) ? 1 : intensity));
  return {
    mean: mean.map((value) => (1 - clipped) * value + clipped * target),
    target,
    intensity: clipped,
  };
}
