import type { Matrix } from '../algebra/matrix.ts';
import { product, submatrix } from '../algebra/quadratic-form.ts';
import { type Allocation, clusterAllocation } from './cluster-allocation.ts';
import {
  type SymbolClusters,
  type SymbolClustersOptions,
  symbolClusters,
} from './symbol-clusters.ts';

/** How {@link nestedClusters} allocates. */
export interface NestedClustersOptions extends SymbolClustersOptions {
  /** Length n: mean excess returns of the covariance's period; for the best Sharpe ratio. */
  readonly means?: Float64Array;
  /** @default the best ratio where there are means, least variance where there are none */
  readonly inner?: Allocation;
  /** @default as within clusters */
  readonly outer?: Allocation;
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
    }
  /** Risk can't be shared out, because these symbols have none, or hedge one another completely. */
  | {
      readonly feasible: false;
      readonly reason: 'zero variance' | 'hedged';
      readonly symbols: Int32Array;
    };

/**
 * Nested clustered optimisation (NCO): the best long-only weights within each cluster of symbols,
 * then the best long-only weights of the clusters so held. Best is by rules of one's choice: least
 * variance, the largest Sharpe ratio, equal shares of the risk or equal weights. A cluster without a positive mean is held for least variance: it can
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
  const { inner = means ? 'best ratio' : 'least variance' } = options;
  const { outer = inner } = options;
  const byRatio = inner === 'best ratio' || outer === 'best ratio';
  if (byRatio && means?.every((mean) => !(mean > 0))) {
    return { feasible: false, reason: 'no positive mean' };
  }
  const clusters = symbolClusters(covariance, options);
  const held: HeldCluster[] = [];
  for (const members of clusters.members) {
    const cluster = heldCluster(covariance, members, { means, rule: inner });
    if ('feasible' in cluster) return cluster;
    held.push(cluster);
  }
  const gains = means && Float64Array.from(held, ({ weights }) => mean(means, weights));
  const gaining = held.find(({ riskless }, k) => riskless && gains !== undefined && gains[k] > 0);
  if (inner === 'best ratio' && gaining) {
    return { feasible: false, reason: 'riskless gain', weights: gaining.weights };
  }
  return amongClusters(
    { clusters, held, between: betweenClusters(covariance, held) },
    outer,
    gains,
  );
}

interface HeldCluster {
  /** Length n: 0 outside the cluster. */
  readonly weights: Float64Array;
  readonly riskless: boolean;
}

type Infeasible = Extract<NestedClusters, { readonly feasible: false }>;

function heldCluster(
  covariance: Matrix,
  members: Int32Array,
  { means, rule }: { readonly means: Float64Array | undefined; readonly rule: Allocation },
): HeldCluster | Infeasible {
  const within = submatrix(covariance, members);
  const gains = means && Float64Array.from(members, (i) => means[i]);
  const best = clusterAllocation(rule, within, gains);
  // Without a positive mean it can serve as a hedge.
  const hedge = best.weights === undefined && best.reason === 'no positive mean';
  const found = hedge ? clusterAllocation('least variance', within) : best;
  if (found.weights === undefined) {
    const still = found.reason === 'zero variance' ? found.symbols.map((j) => members[j]) : members;
    return unshared(found.reason, still);
  }
  const weights = new Float64Array(covariance.rows);
  for (const [j, i] of members.entries()) weights[i] = found.weights[j];
  return { weights, riskless: found.riskless };
}

function unshared(
  reason: 'no positive mean' | 'zero variance' | 'hedged',
  symbols: Int32Array,
): Infeasible {
  return reason === 'no positive mean'
    ? { feasible: false, reason }
    : { feasible: false, reason, symbols };
}

interface HeldClusters {
  readonly clusters: SymbolClusters;
  readonly held: readonly HeldCluster[];
  readonly between: Matrix;
}

/** The best weights of clusters that are held as they are. */
function amongClusters(
  { clusters, held, between }: HeldClusters,
  rule: Allocation,
  gains: Float64Array | undefined,
): NestedClusters {
  const found = clusterAllocation(rule, between, gains);
  if (found.weights === undefined) {
    const still =
      found.reason === 'zero variance' ? [...found.symbols] : [...clusters.members.keys()];
    return unshared(found.reason, Int32Array.from(still.flatMap((k) => [...clusters.members[k]])));
  }
  const weights = mixed(held, found.weights);
  if (rule === 'best ratio' && found.riskless) {
    return { feasible: false, reason: 'riskless gain', weights };
  }
  return {
    feasible: true,
    weights,
    clusters,
    clusterWeights: found.weights,
    within: held.map((cluster) => cluster.weights),
    between,
  };
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
