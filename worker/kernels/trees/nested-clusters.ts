import type { Matrix } from '../algebra/matrix.ts';
import { product, submatrix } from '../algebra/quadratic-form.ts';
import { bestRatio } from '../frontier/best-ratio.ts';
import { leastVariance } from '../frontier/least-variance.ts';
import {
  type SymbolClusters,
  type SymbolClustersOptions,
  symbolClusters,
} from './symbol-clusters.ts';

/** How {@link nestedClusters} allocates. */
export interface NestedClustersOptions extends SymbolClustersOptions {
  /**
   * Length n: mean excess returns of the covariance's period, for the best Sharpe ratio.
   * @default none: least variance
   */
  readonly means?: Float64Array;
}

/** What {@link nestedClusters} found. */
export type NestedClusters =
  | {
      readonly feasible: true;
      /** Length n, none negative, summing to 1. */
      readonly weights: Float64Array;
      readonly clusters: SymbolClusters;
      /** The weight of each cluster, in the order of `clusters.members`. */
      readonly clusterWeights: Float64Array;
      /** The weights within each cluster, of length n, summing to 1; and the covariance of these. */
      readonly within: readonly Float64Array[];
      readonly between: Matrix;
    }
  | {
      readonly feasible: false;
      /**
       * No symbol has a positive mean, or `weights` gain without risk, so that the Sharpe ratio has
       * no bound.
       */
      readonly reason: 'no positive mean' | 'riskless gain';
      /** Length n, of the portfolio that gains without risk. */
      readonly weights?: Float64Array;
    };

/**
 * Nested clustered optimisation (NCO): the best long-only weights within each cluster of symbols,
 * then the best long-only weights of the clusters so held. Best is least variance, or with `means`
 * the largest Sharpe ratio. A cluster without a positive mean is held for least variance: it can
 * serve as a hedge.
 *
 * @param covariance  n × n, of any period
 * @throws RangeError when shapes differ, or more clusters than symbols are asked for
 * @see López de Prado (2019), A Robust Estimator of the Efficient Frontier, SSRN 3469961, §6
 */
export function nestedClusters(
  covariance: Matrix,
  options: NestedClustersOptions = {},
): NestedClusters {
  const { means } = options;
  if (means !== undefined && means.length !== covariance.rows) {
    throw new RangeError(`Covariance of ${covariance.rows} symbols, ${means.length} means`);
  }
  if (means?.every((mean) => !(mean > 0))) return { feasible: false, reason: 'no positive mean' };
  const clusters = symbolClusters(covariance, options);
  const held = clusters.members.map((members) => heldCluster(covariance, members, means));
  for (const { weights, riskless } of held) {
    if (means !== undefined && riskless && mean(means, weights) > 0) {
      return { feasible: false, reason: 'riskless gain', weights };
    }
  }
  const between = betweenClusters(covariance, held);
  const outer =
    means === undefined
      ? leastVariance(between)
      : bestRatio(
          between,
          Float64Array.from(held, ({ weights }) => mean(means, weights)),
        );
  if (outer === undefined) return { feasible: false, reason: 'no positive mean' };
  const weights = mixed(held, outer.weights);
  if (means !== undefined && outer.riskless) {
    return { feasible: false, reason: 'riskless gain', weights };
  }
  return {
    feasible: true,
    weights,
    clusters,
    clusterWeights: outer.weights,
    within: held.map((cluster) => cluster.weights),
    between,
  };
}

interface HeldCluster {
  /** Length n: 0 outside the cluster. */
  readonly weights: Float64Array;
  readonly riskless: boolean;
}

function heldCluster(
  covariance: Matrix,
  members: Int32Array,
  means: Float64Array | undefined,
): HeldCluster {
  const within = submatrix(covariance, members);
  const gains = means && Float64Array.from(members, (i) => means[i]);
  const inner = (gains && bestRatio(within, gains)) ?? leastVariance(within);
  const weights = new Float64Array(covariance.rows);
  for (const [j, i] of members.entries()) weights[i] = inner.weights[j];
  return { weights, riskless: inner.riskless };
}

/** The covariance of the clusters, each held as it is. */
function betweenClusters(covariance: Matrix, held: readonly HeldCluster[]): Matrix {
  const size = held.length;
  const values = new Float64Array(size * size);
  for (const [a, one] of held.entries()) {
    // What is left of the variance of a riskless one is rounding.
    if (one.riskless) continue;
    const moves = product(covariance, one.weights);
    for (let b = 0; b <= a; b++) {
      if (held[b].riskless) continue;
      values[a * size + b] = mean(moves, held[b].weights);
      values[b * size + a] = values[a * size + b];
    }
  }
  return { rows: size, columns: size, values };
}

function mixed(held: readonly HeldCluster[], shares: Float64Array): Float64Array {
  const weights = new Float64Array(held[0].weights.length);
  for (const [k, cluster] of held.entries()) {
    for (let i = 0; i < weights.length; i++) weights[i] += shares[k] * cluster.weights[i];
  }
  return weights;
}

function mean(values: Float64Array, weights: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += values[i] * weights[i];
  return sum;
}
