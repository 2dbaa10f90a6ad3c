import type { Matrix } from '../algebra/matrix.ts';
import { cutTree, leavesUnder } from './dendrogram.ts';

/** A bend below this share of the dispersion of the whole is rounding. */
const rounding = 1e-9;

/**
 * The number of clusters k by the two-order difference of the gap statistic: where the dispersion
 * within clusters bends most, W_(k−1) + W_(k+1) − 2·W_k, for k = 2…; the smallest of equals.
 *
 * W_k = Σ_c D_c/(2·|c|) over the k clusters c, D_c the sum of distances over ordered pairs in c.
 *
 * @param tree       (n − 1) × 4, as {@link linkage} gives it
 * @param distances  n × n, those that the tree is made of
 * @param most       largest k; at most n − 1 is tried. @default the larger of 8 and √n, rounded
 * @returns          1…n; 1 when the dispersion bends nowhere, as among equally distant symbols
 * @see Yue, Wang & Wei (2008), Application of two-order difference to gap statistic, Transactions
 *      of Tianjin University 14, 217–221
 */
export function clusterCount(
  tree: Matrix,
  distances: Matrix,
  most: number = Math.max(8, Math.round(Math.sqrt(distances.rows))),
): number {
  const size = distances.rows;
  const known = new Map<number, number>();
  const within = (k: number): number => {
    let sum = 0;
    for (const cluster of cutTree(tree, k)) {
      const value = known.get(cluster) ?? dispersion(distances, leavesUnder(tree, cluster));
      known.set(cluster, value);
      sum += value;
    }
    return sum;
  };
  let best = 1;
  let sharpest = rounding * within(1);
  for (let k = 2; k <= Math.min(most, size - 1); k++) {
    const bend = within(k - 1) + within(k + 1) - 2 * within(k);
    // Equal bends differ by rounding: the first of them counts.
    if (bend <= sharpest * (1 + rounding)) continue;
    best = k;
    sharpest = bend;
  }
  return best;
}

/** D_c/(2·|c|). */
function dispersion({ columns, values }: Matrix, members: Int32Array): number {
  let sum = 0;
  for (const i of members) {
    for (const j of members) if (j < i) sum += values[i * columns + j];
  }
  return sum / members.length;
}
