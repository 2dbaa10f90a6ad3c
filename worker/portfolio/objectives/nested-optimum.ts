import { nestedClusters } from '../../kernels/trees/nested-clusters.ts';
import type { MixFault, MixOptimum, MixProblem } from '../mix/mix-problem.ts';
import type { ClusteringQuestion, InnerObjective } from '../mix/mix-question.ts';
import { clusteringOf, splitTree } from './clustering.ts';

/** Weights from here on are told where a portfolio has no risk. */
const held = 1e-6;

/** Nested clustered optimisation: the best weights within each cluster, then among clusters. */
export function nestedOptimum(
  problem: MixProblem,
  question: ClusteringQuestion & { readonly innerObjective: InnerObjective },
): MixOptimum | MixFault {
  const { mean, covariance, rate } = problem;
  const found = nestedClusters(covariance, {
    ...clusteringOf(problem, question),
    ...(question.innerObjective === 'max_sharpe' ? { means: mean.map((one) => one - rate) } : {}),
  });
  if (found.feasible) {
    return {
      weights: found.weights,
      method: 'nested-clusters',
      active: [],
      tree: splitTree(found.clusters, found.clusterWeights),
      notes: [],
    };
  }
  if (found.reason === 'no positive mean') return { reason: 'no-excess', most: Math.max(...mean) };
  const { weights = new Float64Array() } = found;
  return {
    reason: 'riskless',
    columns: [...weights.keys()].filter((i) => (weights[i] ?? 0) > held),
  };
}
