import type { Matrix } from '../algebra/matrix.ts';
import { boundedCorrelation } from '../covariances/bounded-correlation.ts';
import { correlationDistance } from './correlation-distance.ts';
import { cutTree, leavesUnder } from './dendrogram.ts';
import { clusterCount } from './gap-statistic.ts';
import { type LinkageMethod, linkage } from './linkage.ts';

/** How {@link symbolClusters} groups symbols. */
export interface SymbolClustersOptions {
  /** How far two clusters are apart. @default 'ward' */
  readonly linkage?: LinkageMethod;
  /** How many clusters, 1…n. @default as {@link clusterCount} finds it */
  readonly clusters?: number;
  /** n × n: what the tree is made of. @default those of the covariance */
  readonly correlation?: Matrix;
}

/** Symbols in groups that move together. */
export interface SymbolClusters {
  /** (n − 1) × 4, as {@link linkage} gives it. */
  readonly tree: Matrix;
  /** The numbers of the k clusters in the tree, ascending. */
  readonly numbers: Int32Array;
  /** The symbols of each, ascending. */
  readonly members: readonly Int32Array[];
}

/**
 * Groups symbols by the distance of their correlations.
 *
 * @param covariance  n × n, of any period
 * @throws RangeError when shapes differ, or more clusters than symbols are asked for
 */
export function symbolClusters(
  covariance: Matrix,
  options: SymbolClustersOptions = {},
): SymbolClusters {
  const { linkage: method = 'ward', correlation = boundedCorrelation(covariance) } = options;
  if (correlation.rows !== covariance.rows) {
    throw new RangeError(
      `Covariance of ${covariance.rows} and correlation of ${correlation.rows} symbols differ`,
    );
  }
  const distances = correlationDistance(correlation);
  const tree = linkage(distances, method);
  const numbers = cutTree(tree, options.clusters ?? clusterCount(tree, distances));
  const members = Array.from(numbers, (number) => leavesUnder(tree, number).sort());
  return { tree, numbers, members };
}
