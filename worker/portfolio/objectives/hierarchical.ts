import { hierarchicalRiskParity } from '../../kernels/hierarchical-risk-parity.ts';
import type { MixFault, MixOptimum, MixProblem } from '../mix-problem.ts';
import type { Linkage } from '../mix-question.ts';

/** Hierarchical risk parity: risk split along a tree of similar symbols. */
export function hierarchical(
  { covariance, correlation }: MixProblem,
  { linkage }: { readonly linkage: Linkage },
): MixOptimum | MixFault {
  const found = hierarchicalRiskParity(covariance, {
    linkage,
    ...(correlation === undefined ? {} : { correlation }),
  });
  if (!found.feasible) return { reason: 'overflow' };
  return { weights: found.weights, method: 'recursive-bisection', active: [], notes: [] };
}
