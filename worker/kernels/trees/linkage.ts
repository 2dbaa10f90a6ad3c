import type { Matrix } from '../algebra/matrix.ts';
import { labelledMerges, type Merge } from './merges.ts';
import {
  averageDistance,
  completeDistance,
  nearestNeighbourChain,
  wardDistance,
} from './nearest-neighbour-chain.ts';
import { spanningMerges } from './spanning-merges.ts';

/** How far two clusters are apart: a key of {@link linkageMethods}. */
export type LinkageMethod = keyof typeof linkageMethods;

/** Every linkage, by name: all take n × n distances and give n − 1 merges. */
export const linkageMethods = {
  /** The distance of the nearest pair. */
  single: spanningMerges,
  /** The distance of the furthest pair. */
  complete: (distances: Matrix): Merge[] => nearestNeighbourChain(distances, completeDistance),
  /** The mean distance over all pairs. */
  average: (distances: Matrix): Merge[] => nearestNeighbourChain(distances, averageDistance),
  /** The growth of the sum of squares within clusters. */
  ward: (distances: Matrix): Merge[] => nearestNeighbourChain(distances, wardDistance),
} as const;

/**
 * Agglomerative clustering: joins the two nearest clusters until one is left. O(n²).
 *
 * Row k of the answer is the k-th merge: the two clusters joined, the smaller number first, their
 * distance, and how many symbols the new cluster holds. Clusters 0…n−1 are the symbols; the k-th
 * merge makes cluster n + k. Order, and which of equal distances goes first, are scipy's.
 *
 * @param distances  n × n, symmetric, finite, none negative; the diagonal is not read
 * @returns          (n − 1) × 4, by distance, nearest first; 0 × 4 for one symbol
 * @throws RangeError when the distances are not square, empty, or not all numbers from 0 up
 * @see Müllner (2011), Modern hierarchical, agglomerative clustering algorithms, figures 3 and 6
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
