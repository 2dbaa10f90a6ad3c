import type { Allocation } from '../../kernels/trees/cluster-allocation.ts';
import { type NestedClusters, nestedClusters } from '../../kernels/trees/nested-clusters.ts';
import type { MixFault, MixOptimum, MixProblem } from '../mix/mix-problem.ts';
import type { InnerObjective, NestedQuestion } from '../mix/mix-question.ts';
import { boundedNested } from './bounded-nested.ts';
import { clusteringOf, splitTree } from './clustering.ts';
import { sharesHeld } from './shares-held.ts';

/** What each objective is called where clusters are weighed. */
const rules = {
  min_volatility: 'least variance',
  max_sharpe: 'best ratio',
  risk_parity: 'equal risk',
  equal_weight: 'equal weight',
} as const satisfies Readonly<Record<InnerObjective, Allocation>>;

/** Weights from here on are told where a portfolio has no risk. */
const held = 1e-6;

/**
 * Nested clustered optimisation: the best weights within each cluster, then among clusters. Where these
 * do not keep to the bounds, see {@link boundedNested}.
 */
export function nestedOptimum(
  problem: MixProblem,
  question: NestedQuestion,
): MixOptimum | MixFault {
  const { mean, covariance, rate } = problem;
  const found = nestedClusters(covariance, {
    ...clusteringOf(problem, question),
    inner: rules[question.innerObjective],
    outer: rules[question.outerObjective],
    means: mean.map((one) => one - rate),
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
  return faultOf(found, mean);
}

function faultOf(
  found: Extract<NestedClusters, { readonly feasible: false }>,
  mean: Float64Array,
): MixFault {
  switch (found.reason) {
    case 'no positive mean':
      return { reason: 'no-excess', most: Math.max(...mean) };
    case 'zero variance':
      return { reason: 'zero-variance', columns: [...found.symbols] };
    case 'hedged':
      return { reason: 'hedged' };
    case 'riskless gain': {
      const { weights = new Float64Array() } = found;
      const columns = [...weights.keys()].filter((i) => (weights[i] ?? 0) > held);
      return { reason: 'riskless', columns };
    }
  }
}

function keeps(
  weights: Float64Array,
  { lower, upper }: Pick<MixProblem, 'lower' | 'upper'>,
): boolean {
  return weights.every((weight, i) => weight >= (lower[i] ?? 0) && weight <= (upper[i] ?? 1));
}
