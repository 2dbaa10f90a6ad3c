import type { Report } from '../report/report.ts';
import type { SplitTree } from './mix-problem.ts';

/** The tree that weights were split along, and its clusters, in the words of the contract. */
export function toldTree(
  { order, merges, clusters }: SplitTree,
  symbols: readonly string[],
): Report {
  const named = (columns: Int32Array): readonly string[] =>
    Array.from(columns, (column) => symbols[column] ?? '');
  return {
    ...(clusters === undefined
      ? {}
      : {
          clusters: clusters.map(({ members, weight }) => ({ symbols: named(members), weight })),
        }),
    tree: {
      order: named(order),
      // As scipy gives them: the symbols are numbered as they are sorted.
      merges: Array.from({ length: merges.rows }, (_, k) =>
        Array.from(merges.values.subarray(4 * k, 4 * k + 4)),
      ),
    },
  };
}
