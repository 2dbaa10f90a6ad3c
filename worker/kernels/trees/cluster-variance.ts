import type { Matrix } from '../algebra/matrix.ts';
import { quadraticForm, submatrix } from '../algebra/quadratic-form.ts';
import { volatilities } from '../covariances/volatilities.ts';
import { inverselyTo } from '../risk/inversely.ts';

/** A group of symbols held in inverse proportion to their variances. */
export interface InverseVarianceCluster {
  /** In the order of the members, summing to 1. */
  readonly weights: Float64Array;
  readonly variance: number;
}

/** Weighs groups of symbols of one covariance. */
export type ClusterWeigher = (members: Int32Array) => InverseVarianceCluster;

/**
 * @param covariance  n × n, of any period
 * @returns           weighs any of its symbols by inverse variance
 */
export function inverseVarianceClusters(covariance: Matrix): ClusterWeigher {
  // Of the whole: what counts as no variance depends on the largest.
  const sigma = volatilities(covariance);
  return (members) => {
    const weights = inverselyTo(Float64Array.from(members, (i) => sigma[i] * sigma[i]));
    return { weights, variance: quadraticForm(submatrix(covariance, members), weights) };
  };
}

/**
 * How two groups share one unit of weight: in inverse proportion to their risks; equally when
 * neither has any.
 *
 * @returns the first's share and the second's
 */
export function sharesByRisk(first: number, second: number): readonly [number, number] {
  const sum = first + second;
  return sum > 0 ? [second / sum, first / sum] : [0.5, 0.5];
}
