import type { Matrix } from '../algebra/matrix.ts';
import { inverseVarianceClusters, sharesByRisk } from './cluster-variance.ts';
import {
  type SymbolClusters,
  type SymbolClustersOptions,
  symbolClusters,
} from './symbol-clusters.ts';

/** What {@link hierarchicalEqualRisk} found. */
export interface HierarchicalEqualRisk {
  /** Length n, none negative, summing to 1. */
  readonly weights: Float64Array;
  readonly clusters: SymbolClusters;
  /** The weight of each cluster, in the order of `clusters.members`. */
  readonly clusterWeights: Float64Array;
}

/**
 * Hierarchical equal risk contribution (HERC), with variance as the risk: from the top of the tree
 * down to its clusters, the two branches share weight in inverse proportion to the summed
 * variances of the clusters below them; within a cluster symbols share it in inverse proportion to
 * theirs. A cluster's variance is that under these weights within it.
 *
 * @param covariance  n × n, of any period
 * @throws RangeError when shapes differ, or more clusters than symbols are asked for
 * @see Raffinot (2018), The Hierarchical Equal Risk Contribution Portfolio, SSRN 3237540
 */
export function hierarchicalEqualRisk(
  covariance: Matrix,
  options: SymbolClustersOptions = {},
): HierarchicalEqualRisk {
  const clusters = symbolClusters(covariance, options);
  const { members } = clusters;
  const weighed = members.map(inverseVarianceClusters(covariance));
  const clusterWeights = sharesDownTheTree(
    clusters,
    weighed.map(({ variance }) => variance),
  );
  const weights = new Float64Array(covariance.rows);
  for (const [k, { weights: inner }] of weighed.entries()) {
    for (const [j, i] of members[k].entries()) weights[i] = clusterWeights[k] * inner[j];
  }
  return { weights, clusters, clusterWeights };
}

function sharesDownTheTree(
  { tree, numbers }: SymbolClusters,
  risks: readonly number[],
): Float64Array {
  const size = tree.rows + 1;
  // Of each cluster of the tree: its risk, and below the cut nothing.
  const risk = new Float64Array(2 * size - 1);
  for (const [k, number] of numbers.entries()) risk[number] = risks[k];
  const firstUndone = 2 * size - numbers.length;
  const children = (number: number): Float64Array =>
    tree.values.subarray(4 * (number - size), 4 * (number - size) + 2);
  for (let number = firstUndone; number < 2 * size - 1; number++) {
    const [left, right] = children(number);
    risk[number] = risk[left] + risk[right];
  }
  const share = new Float64Array(2 * size - 1);
  share[2 * size - 2] = 1;
  for (let number = 2 * size - 2; number >= firstUndone; number--) {
    const [left, right] = children(number);
    const [first, second] = sharesByRisk(risk[left], risk[right]);
    share[left] = share[number] * first;
    share[right] = share[number] * second;
  }
  return Float64Array.from(numbers, (number) => share[number]);
}
