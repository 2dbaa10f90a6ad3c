import type { Matrix } from '../algebra/matrix.ts';
import type { WeightBounds } from '../quadratic/weight-bounds.ts';
import { boundedShares } from './bounded-shares.ts';
import { inverseVarianceClusters, sharesByRisk } from './cluster-variance.ts';
import {
  type SymbolClusters,
  type SymbolClustersOptions,
  symbolClusters,
} from './symbol-clusters.ts';

/** How {@link hierarchicalEqualRisk} allocates. */
export interface HierarchicalEqualRiskOptions extends SymbolClustersOptions {
  /** Within 0…1, for which there are weights that sum to 1. @default none but 0 and 1 */
  readonly bounds?: WeightBounds;
}

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
 * theirs. A cluster's variance is that under these weights within it. Bounds move a split no further than
 * those of the symbols below it need, and within a cluster leave the proportion to those between them.
 *
 * @param covariance  n × n, of any period
 * @throws RangeError when shapes differ, or more clusters than symbols are asked for
 * @see Raffinot (2018), The Hierarchical Equal Risk Contribution Portfolio, SSRN 3237540; bounds:
 *      Pfitzinger & Katzke (2019), A Constrained Hierarchical Risk Parity Algorithm, §3
 */
export function hierarchicalEqualRisk(
  covariance: Matrix,
  options: HierarchicalEqualRiskOptions = {},
): HierarchicalEqualRisk {
  const clusters = symbolClusters(covariance, options);
  const { members } = clusters;
  const weighed = members.map(inverseVarianceClusters(covariance));
  const within = members.map((own) => boundsOf(own, options.bounds));
  const clusterWeights = sharesDownTheTree(
    clusters,
    weighed.map(({ variance }, k) => ({ risk: variance, ...sumsOf(within[k]) })),
  );
  const weights = new Float64Array(covariance.rows);
  for (const [k, { weights: sizes }] of weighed.entries()) {
    const shares = boundedShares(sizes, within[k], clusterWeights[k]);
    for (const [j, i] of members[k].entries()) weights[i] = shares[j];
  }
  return { weights, clusters, clusterWeights };
}

/** Of the symbols of a cluster. */
function boundsOf(members: Int32Array, bounds?: WeightBounds): WeightBounds {
  return {
    lower: Float64Array.from(members, (i) => bounds?.lower[i] ?? 0),
    upper: Float64Array.from(members, (i) => bounds?.upper[i] ?? 1),
  };
}

function sumsOf({ lower, upper }: WeightBounds) {
  const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
  return { least: sum(lower), most: sum(upper) };
}

/** A cluster of the tree. */
interface Branch {
  /** Of it, or summed of the clusters below it. */
  readonly risk: number;
  /** What its symbols' bounds add up to. */
  readonly least: number;
  readonly most: number;
}

function sharesDownTheTree(
  { tree, numbers }: SymbolClusters,
  clusters: readonly Branch[],
): Float64Array {
  const size = tree.rows + 1;
  // By number in the tree; below the cut there are none.
  const branches = new Map(Array.from(numbers, (number, k) => [number, clusters[k]]));
  const firstUndone = 2 * size - numbers.length;
  const children = (number: number): Float64Array =>
    tree.values.subarray(4 * (number - size), 4 * (number - size) + 2);
  for (let number = firstUndone; number < 2 * size - 1; number++) {
    const [left, right] = children(number);
    branches.set(number, joined(branches.get(left), branches.get(right)));
  }
  const share = new Float64Array(2 * size - 1);
  share[2 * size - 2] = 1;
  for (let number = 2 * size - 2; number >= firstUndone; number--) {
    const [left, right] = children(number);
    const pair = [branches.get(left) ?? nothing, branches.get(right) ?? nothing] as const;
    [share[left], share[right]] = split(share[number], pair);
  }
  return Float64Array.from(numbers, (number) => share[number]);
}

const nothing: Branch = { risk: 0, least: 0, most: 0 };

function joined(left: Branch = nothing, right: Branch = nothing): Branch {
  return {
    risk: left.risk + right.risk,
    least: left.least + right.least,
    most: left.most + right.most,
  };
}

/** What two branches get of a weight: by their risks, or as near to it as their bounds let them. */
function split(
  weight: number,
  [left, right]: readonly [Branch, Branch],
): readonly [number, number] {
  const [first, second] = sharesByRisk(left.risk, right.risk);
  const lowest = Math.max(left.least, weight - right.most);
  const highest = Math.min(left.most, weight - right.least);
  const wanted = weight * first;
  const held = Math.max(lowest, Math.min(highest, wanted));
  return held === wanted ? [wanted, weight * second] : [held, weight - held];
}
