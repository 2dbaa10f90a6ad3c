import { gram } from '../algebra/gram.ts';
import type { Matrix } from '../algebra/matrix.ts';
import { centredReturns } from './centred-returns.ts';
import { correlationOf } from './correlation.ts';
import { missingAsZero } from './missing-as-zero.ts';
import { sampleCovariance } from './sample-covariance.ts';
import { type ShrunkCovariance, shrunkTowards } from './shrunk-covariance.ts';

/**
 * Ledoit and Wolf's shrinkage towards the sample's variances with one correlation for all pairs,
 * the mean of the sample's.
 *
 * The sample is the pairwise one with divisor count − 1; the moments that choose the intensity count
 * a missing return (NaN) as 0 and divide by T, as PyPortfolioOpt has it.
 *
 * @param returns  T ≥ 2 periods × N symbols of simple returns
 * @returns        per period²; NaN with the sample's
 * @see Ledoit & Wolf (2004), Journal of Portfolio Management 30(4), appendices A and B
 */
export function ledoitWolfConstantCorrelation(returns: Matrix): ShrunkCovariance {
  const sample = sampleCovariance(returns);
  const { centred } = centredReturns(missingAsZero(returns));
  const shape = targetOf(sample);
  const products = productsOf({ returns, sample, centred });
  let distance = 0;
  for (let k = 0; k < products.length; k++) {
    distance += (sample.values[k] - shape.target.values[k]) ** 2;
  }
  const { pi, rho } = asymptotics({ centred, sample, products, shape });
  return shrunkTowards(sample, shape.target, (pi - rho) / (distance * returns.rows));
}

interface Target {
  readonly target: Matrix;
  readonly meanCorrelation: number;
  readonly deviations: Float64Array;
}

/** The mean is over pairs that both vary; 0 without any. */
function targetOf(sample: Matrix): Target {
  const size = sample.rows;
  const { correlation, deviations } = correlationOf(sample);
  let sum = 0;
  let pairs = 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) {
      if (deviations[i] * deviations[j] === 0) continue;
      sum += correlation.values[i * size + j];
      pairs += 1;
    }
  }
  const meanCorrelation = pairs === 0 ? 0 : sum / pairs;
  const values = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      values[i * size + j] = meanCorrelation * (deviations[i] * deviations[j]);
    }
    values[i * size + i] = sample.values[i * size + i];
  }
  return { target: { rows: size, columns: size, values }, meanCorrelation, deviations };
}

interface ProductsInput {
  readonly returns: Matrix;
  readonly sample: Matrix;
  readonly centred: Matrix;
}

/** Means over all periods of x_i·x_j: the sample with another divisor where nothing is missing. */
function productsOf({ returns, sample, centred }: ProductsInput): Float64Array {
  const periods = returns.rows;
  if (returns.values.some(Number.isNaN)) {
    return gram(centred).values.map((value) => value / periods);
  }
  return sample.values.map((value) => (value * (periods - 1)) / periods);
}

interface Parts {
  readonly centred: Matrix;
  readonly sample: Matrix;
  readonly products: Float64Array;
  readonly shape: Target;
}

/**
 * π̂: how far the sample's entries are off; ρ̂: how much of that the target shares. Their fourth
 * moments are sums over all pairs of symbols of means over periods, taken here as means of products
 * of sums over symbols: O(N·T) for O(N²·T).
 */
function asymptotics({ centred, sample, products, shape }: Parts): { pi: number; rho: number } {
  const { meanCorrelation, deviations } = shape;
  const size = sample.rows;
  const s = sample.values;
  const fourth = fourthMoments(centred, deviations);
  let pi = fourth.squares;
  let rho = 0;
  let shared = fourth.cubes;
  for (let i = 0; i < size; i++) {
    const variance = s[i * size + i];
    for (let j = 0; j < size; j++) {
      const k = i * size + j;
      pi += (s[k] - 2 * products[k]) * s[k];
      if (i === j || deviations[i] === 0) continue;
      const rest = (variance - products[i * size + i]) * s[k] - products[k] * variance;
      shared += (deviations[j] / deviations[i]) * rest;
    }
    rho += fourth.own[i] + (variance - 2 * products[i * size + i]) * variance;
  }
  return { pi, rho: rho + meanCorrelation * shared };
}

interface FourthMoments {
  /** Σ over pairs of the mean of x_i²·x_j². */
  readonly squares: number;
  /** Σ over pairs of two different symbols of the mean of (s_j/s_i)·x_i³·x_j. */
  readonly cubes: number;
  /** Length N: the mean of x_i⁴. */
  readonly own: Float64Array;
}

function fourthMoments(centred: Matrix, deviations: Float64Array): FourthMoments {
  const { rows: size, columns: periods, values: x } = centred;
  const lengths = new Float64Array(periods);
  const cubed = new Float64Array(periods);
  const weighed = new Float64Array(periods);
  const own = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    const inverse = deviations[i] > 0 ? 1 / deviations[i] : 0;
    for (let t = 0; t < periods; t++) {
      const value = x[i * periods + t];
      const square = value * value;
      lengths[t] += square;
      cubed[t] += square * value * inverse;
      weighed[t] += value * deviations[i];
      own[i] += (square * square) / periods;
    }
  }
  let squares = 0;
  let cubes = 0;
  for (let t = 0; t < periods; t++) {
    squares += lengths[t] ** 2 / periods;
    cubes += (cubed[t] * weighed[t]) / periods;
  }
  for (let i = 0; i < size; i++) if (deviations[i] > 0) cubes -= own[i];
  return { squares, cubes, own };
}
