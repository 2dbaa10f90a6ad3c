import type { Matrix } from '../algebra/matrix.ts';
import { quadraticForm } from '../algebra/quadratic-form.ts';
import { volatilities } from '../covariances/volatilities.ts';
import { bestRatio } from '../frontier/best-ratio.ts';
import { leastVariance } from '../frontier/least-variance.ts';
import { equalWeights } from '../risk/equal-weight.ts';
import { riskParity } from '../risk/risk-parity.ts';

/** What is best within a cluster, or among clusters. */
export type Allocation = 'least variance' | 'best ratio' | 'equal risk' | 'equal weight';

/** Weights of a cluster's symbols, or of clusters. */
export type Allocated =
  | {
      /** Length n, none negative, summing to 1. */
      readonly weights: Float64Array;
      /** Whether they have no risk, or gain without. */
      readonly riskless: boolean;
    }
  | { readonly weights?: undefined; readonly reason: 'no positive mean' | 'hedged' }
  | {
      readonly weights?: undefined;
      readonly reason: 'zero variance';
      /** Those without variance, to which no risk can be given. */
      readonly symbols: Int32Array;
    };

/** Variance as a share of the squared mean volatility up to which weights have no risk. */
const noRisk = 1e-12;

/**
 * Long-only weights by one of four rules.
 *
 * @param covariance  n × n, n ≥ 1
 * @param gains       length n; for the best ratio
 * @throws {RangeError} a best ratio without gains
 */
export function clusterAllocation(
  rule: Allocation,
  covariance: Matrix,
  gains?: Float64Array,
): Allocated {
  switch (rule) {
    case 'least variance':
      return leastVariance(covariance);
    case 'best ratio':
      if (gains === undefined) throw new RangeError('A best ratio needs gains');
      return bestRatio(covariance, gains) ?? { reason: 'no positive mean' };
    case 'equal weight':
      return withRisk(covariance, equalWeights(covariance.rows));
    case 'equal risk':
      return equalRisk(covariance);
  }
}

function equalRisk(covariance: Matrix): Allocated {
  // All of the risk, if there is any.
  if (covariance.rows === 1) return withRisk(covariance, Float64Array.of(1));
  const found = riskParity(covariance);
  if (found.converged) return { weights: found.weights, riskless: false };
  if (found.reason === 'zero variance') return { reason: found.reason, symbols: found.symbols };
  return { reason: 'hedged' };
}

function withRisk(covariance: Matrix, weights: Float64Array): Allocated {
  let spread = 0;
  for (const [i, sigma] of volatilities(covariance).entries()) spread += weights[i] * sigma;
  return { weights, riskless: quadraticForm(covariance, weights) <= noRisk * spread ** 2 };
}
