import { centredReturns } from './centred-returns.ts';
import { correlationOf } from './correlation.ts';
import { gram } from './gram.ts';
import type { Matrix } from './matrix.ts';
import { missingAsZero } from './missing-as-zero.ts';
import { rowProducts } from './row-products.ts';
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
  const { target, meanCorrelation, deviations } = targetOf(sample);
  const moments = momentsOf(centred);
  let distance = 0;
  let pi = 0;
  let rho = 0;
  const size = sample.rows;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      const k = i * size + j;
      const s = sample.values[k];
      distance += (s - target.values[k]) ** 2;
      const error = moments.squares[k] - 2 * moments.products[k] * s + s * s;
      pi += error;
      if (i === j) rho += error;
      else if (deviations[i] > 0) {
        const theta = thetaOf({ moments, sample, i, j });
        rho += meanCorrelation * (deviations[j] / deviations[i]) * theta;
      }
    }
  }
  return shrunkTowards(sample, target, (pi - rho) / (distance * returns.rows));
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

/** Means over all periods of products of centred returns; each N × N. */
interface FourthMoments {
  /** x_i·x_j. */
  readonly products: Float64Array;
  /** x_i²·x_j². */
  readonly squares: Float64Array;
  /** x_i³·x_j. */
  readonly cubes: Float64Array;
}

function momentsOf(centred: Matrix): FourthMoments {
  const { columns: periods, values: x } = centred;
  const means = (products: Matrix): Float64Array => products.values.map((v) => v / periods);
  const power = (exponent: number): Matrix => ({
    ...centred,
    values: x.map((value) => value ** exponent),
  });
  return {
    products: means(gram(centred)),
    squares: means(gram(power(2))),
    cubes: means(rowProducts(power(3), centred)),
  };
}

interface Theta {
  readonly moments: FourthMoments;
  readonly sample: Matrix;
  readonly i: number;
  readonly j: number;
}

/** ϑ̂_ii,ij of appendix B: how the errors of a variance and of a covariance go together. */
function thetaOf({ moments, sample, i, j }: Theta): number {
  const size = sample.rows;
  const k = i * size + j;
  const variance = sample.values[i * size + i];
  const covariance = sample.values[k];
  return (
    moments.cubes[k] -
    moments.products[i * size + i] * covariance -
    moments.products[k] * variance +
    variance * covariance
  );
}
