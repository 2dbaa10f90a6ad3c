import { leafOrder } from '../../kernels/trees/dendrogram.ts';
import type { SymbolClusters, SymbolClustersOptions } from '../../kernels/trees/symbol-clusters.ts';
import type { MixProblem, SplitTree } from '../mix/mix-problem.ts';
import type { ClusteringQuestion } from '../mix/mix-question.ts';

/** How the kernels are to group the symbols of a problem. */
export function clusteringOf(
  { correlation }: MixProblem,
  { linkage, clusters }: ClusteringQuestion,
): SymbolClustersOptions {
  return {
    linkage,
    ...(clusters === undefined ? {} : { clusters }),
    ...(correlation === undefined ? {} : { correlation }),
  };
}

/** What the answer tells of the groups. */
export function splitTree(
  { tree, members }: SymbolClusters,
  clusterWeights: Float64Array,
): SplitTree {
  return {
    order: leafOrder(tree),
    merges: tree,
    clusters: members.map((own, k) => ({ members: own, weight: clusterWeights[k] ?? 0 })),
  };
}
