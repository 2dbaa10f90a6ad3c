import type { Matrix } from '../algebra/matrix.ts';
import type { Merge } from './merges.ts';

/**
 * The merges of single linkage, by Prim's minimum spanning tree from symbol 0: each symbol joins
 * the one that came into the tree before it, at its distance to the tree as a whole. Sorted by
 * distance, these joins make the same clusters as the tree's edges.
 *
 * @param distances  n × n, symmetric
 * @returns          n − 1 merges, in the order in which the tree grew; equal distances by index
 * @see Prim (1957), Bell System Technical Journal 36(6); Gower & Ross (1969), Applied Statistics 18(1)
 */
export function spanningMerges({ rows: size, values }: Matrix): Merge[] {
  const toTree = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
  const inTree = new Uint8Array(size);
  const merges: Merge[] = [];
  let last = 0;
  for (let k = 1; k < size; k++) {
    inTree[last] = 1;
    let nearest = -1;
    let shortest = Number.POSITIVE_INFINITY;
    for (let i = 0; i < size; i++) {
      if (inTree[i] === 1) continue;
      const distance = Math.min(toTree[i], values[last * size + i]);
      toTree[i] = distance;
      if (distance >= shortest) continue;
      nearest = i;
      shortest = distance;
    }
    merges.push({ one: last, other: nearest, distance: shortest });
    last = nearest;
  }
  return merges;
}
