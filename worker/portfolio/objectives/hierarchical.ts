import { hierarchicalRiskParity } from '../../kernels/trees/hierarchical-risk-parity.ts';
import type { MixFault, MixOptimum, MixProblem } from '../mix/mix-problem.ts';
import type { Linkage } from '../mix/mix-question.ts';
import { sharesHeld } from './shares-held.ts';

/** Hierarchical risk parity: risk split along a tree of similar symbols, as far as bounds let it. */
export function hierarchical(
  { covariance, correlation, lower, upper }: MixProblem,
  { linkage }: { readonly linkage: Linkage },
): MixOptimum | MixFault {
  const found = hierarchicalRiskParity(covariance, {
    linkage,
    bounds: { lower, upper },
    ...(correlation === undefined ? {} : { correlation }),
  });
  // Bounds were read as feasible.
  if (!found.feasible) return { reason: 'overflow' };
  const { weights, order, tree } = found;
  return {
    weights,
    method: 'recursive-bisection',
    active: sharesHeld(weights, { lower, upper }),
    tree: { order, merges: tree },
    notes: [],
  };
}
