import type { Matrix } from '../algebra/matrix.ts';
import { labelledMerges, type Merge, nearestFirst } from './merges.ts';
import {
  averageDistance,
  centroidDistance,
  completeDistance,
  medianDistance,
  nearestNeighbourChain,
  type UnionDistance,
  wardDistance,
  weightedDistance,
} from './nearest-neighbour-chain.ts';
import { nearestPairs } from './nearest-pairs.ts';
import { spanningMerges } from './spanning-merges.ts';

/** How far two clusters are apart: a key of {@link linkageMethods}. */
export type LinkageMethod = keyof typeof linkageMethods;

/** n × n distances to n − 1 merges, in the order that counts. */
type Merging = (distances: Matrix) => readonly Merge[];

/** Every linkage, by name. */
export const linkageMethods = {
  /** The distance of the nearest pair. */
  single: (distances) => nearestFirst(spanningMerges(distances)),
  /** The distance of the furthest pair. */
  complete: chained(completeDistance),
  /** The mean distance over all pairs. */
  average: chained(averageDistance),
  /** The mean over the two clusters joined last, and so on down, whatever they hold. */
  weighted: chained(weightedDistance),
  /** The distance of the clusters' means; a merge may be nearer than the one before. */
  centroid: (distances) => nearestPairs(distances, centroidDistance),
  /** Likewise of points midway between those of the two clusters joined. */
  median: (distances) => nearestPairs(distances, medianDistance),
  /** The growth of the sum of squares within clusters. */
  ward: chained(wardDistance),
} as const satisfies Readonly<Record<string, Merging>>;

function chained(unionDistance: UnionDistance): Merging {
  return (distances) => nearestFirst(nearestNeighbourChain(distances, unionDistance));
}

/**
 * Agglomerative clustering: joins the two nearest clusters until one is left. O(n²), with `centroid` and
 * `median` as a rule.
 *
 * Row k of the answer is the k-th merge: the two clusters joined, the smaller number first, their
 * distance, and how many symbols the new cluster holds. Clusters 0…n−1 are the symbols; the k-th
 * merge makes cluster n + k. Order, and which of equal distances goes first, are scipy's.
 *
 * @param distances  n × n, symmetric, finite, none negative; the diagonal is not read
 * @returns          (n − 1) × 4, by distance, nearest first, but for the two in the order made; 0 × 4 for one symbol
 * @throws RangeError when the distances are not square, empty, or not all numbers from 0 up
 * @see Müllner (2011), Modern hierarchical, agglomerative clustering algorithms, figures 3, 5 and 6
 */
export function linkage(distances: Matrix, method: LinkageMethod): Matrix {
  const { rows: size, columns } = distances;
  if (size !== columns || size === 0) {
    throw new RangeError(`Cannot cluster distances of shape ${size} × ${columns}: not square`);
  }
  // Walks from neighbour to neighbour would never end.
  if (!distances.values.every((distance) => distance >= 0 && distance < Number.POSITIVE_INFINITY)) {
    throw new RangeError('Cannot cluster distances that are not finite numbers from 0 up');
  }
  return labelledMerges(linkageMethods[method](distances), size);
}
