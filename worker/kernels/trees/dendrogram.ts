import type { Matrix } from '../algebra/matrix.ts';

/**
 * The symbols as they stand along the foot of the tree, from left to right: those of a merge's
 * first cluster before those of its second (scipy's `leaves_list`, quasi-diagonalisation).
 *
 * @param tree  (n − 1) × 4, as {@link linkage} gives it
 * @returns     a permutation of 0…n−1
 * @see López de Prado (2016), J. Portfolio Management 42(4), stage 2
 */
export function leafOrder(tree: Matrix): Int32Array {
  return leavesUnder(tree, 2 * tree.rows);
}

/**
 * The symbols of one cluster of the tree, in the order of {@link leafOrder}.
 *
 * @param cluster  its number: 0…n−1 for a symbol, n + k for the k-th merge
 */
export function leavesUnder(tree: Matrix, cluster: number): Int32Array {
  const size = tree.rows + 1;
  const leaves: number[] = [];
  const waiting = [cluster];
  while (waiting.length > 0) {
    const top = waiting.pop() ?? 0;
    if (top < size) {
      leaves.push(top);
      continue;
    }
    const row = 4 * (top - size);
    waiting.push(tree.values[row + 1], tree.values[row]);
  }
  return Int32Array.from(leaves);
}

/**
 * Cuts the tree into k clusters, by undoing its last k − 1 merges.
 *
 * @param count  k, 1…n
 * @returns      the numbers of the k clusters in the tree, ascending: {@link leavesUnder} has their
 *               symbols
 * @throws RangeError when there are not as many symbols
 */
export function cutTree(tree: Matrix, count: number): Int32Array {
  const size = tree.rows + 1;
  if (!(Number.isInteger(count) && count >= 1 && count <= size)) {
    throw new RangeError(`Cannot cut ${size} symbols into ${count} clusters`);
  }
  const firstUndone = 2 * size - count;
  const clusters = count === 1 ? [2 * size - 2] : [];
  for (let k = firstUndone - size; k < tree.rows; k++) {
    for (const child of tree.values.subarray(4 * k, 4 * k + 2)) {
      if (child < firstUndone) clusters.push(child);
    }
  }
  return Int32Array.from(clusters).sort();
}
