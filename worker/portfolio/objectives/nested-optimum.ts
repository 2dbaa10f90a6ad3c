import { nestedClusters } from '../../kernels/trees/nested-clusters.ts';
import type { MixFault, MixOptimum, MixProblem } from '../mix/mix-problem.ts';
import type { ClusteringQuestion, InnerObjective } from '../mix/mix-question.ts';
import { boundedNested } from './bounded-nested.ts';
import { clusteringOf, splitTree } from './clustering.ts';
import { sharesHeld } from './shares-held.ts';

/** Weights from here on are told where a portfolio has no risk. */
const held = 1e-6;

/**
 * Nested clustered optimisation: the best weights within each cluster, then among clusters. Where these
 * do not keep to the bounds, see {@link boundedNested}.
 */
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
    const { weights } = found;
    if (!keeps(weights, problem)) return boundedNested(problem, question, found);
    return {
      weights,
      method: 'nested-clusters',
      active: sharesHeld(weights, problem),
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

function keeps(
  weights: Float64Array,
  { lower, upper }: Pick<MixProblem, 'lower' | 'upper'>,
): boolean {
  return weights.every((weight, i) => weight >= (lower[i] ?? 0) && weight <= (upper[i] ?? 1));
}
