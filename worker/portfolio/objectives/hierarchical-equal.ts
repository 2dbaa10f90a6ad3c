import { hierarchicalEqualRisk } from '../../kernels/trees/hierarchical-equal-risk.ts';
import type { MixOptimum, MixProblem } from '../mix/mix-problem.ts';
import type { ClusteringQuestion } from '../mix/mix-question.ts';
import { clusteringOf, splitTree } from './clustering.ts';

/** Hierarchical equal risk contributions: risk split along a tree down to its clusters. */
export function hierarchicalEqual(problem: MixProblem, question: ClusteringQuestion): MixOptimum {
  const found = hierarchicalEqualRisk(problem.covariance, clusteringOf(problem, question));
  return {
    weights: found.weights,
    method: 'hierarchical-equal-risk',
    active: [],
    tree: splitTree(found.clusters, found.clusterWeights),
    notes: [],
  };
}
