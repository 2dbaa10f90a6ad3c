import { hierarchicalEqualRisk } from '../../kernels/trees/hierarchical-equal-risk.ts';
import type { MixOptimum, MixProblem } from '../mix/mix-problem.ts';
import type { ClusteringQuestion } from '../mix/mix-question.ts';
import { clusteringOf, splitTree } from './clustering.ts';
import { sharesHeld } from './shares-held.ts';

/**
 * Hierarchical equal risk contributions: risk split along a tree down to its clusters, as far as bounds
 * let it.
 */
export function hierarchicalEqual(problem: MixProblem, question: ClusteringQuestion): MixOptimum {
  const { lower, upper } = problem;
  const found = hierarchicalEqualRisk(problem.covariance, {
    ...clusteringOf(problem, question),
    bounds: { lower, upper },
  });
  return {
    weights: found.weights,
    method: 'hierarchical-equal-risk',
    active: sharesHeld(found.weights, problem),
    tree: splitTree(found.clusters, found.clusterWeights),
    notes: [],
  };
}
