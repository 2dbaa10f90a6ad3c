import { hierarchicalRiskParity } from '../../kernels/trees/hierarchical-risk-parity.ts';
import type { ActiveConstraint, MixFault, MixOptimum, MixProblem } from '../mix/mix-problem.ts';
import type { Linkage } from '../mix/mix-question.ts';

/** A weight this near to a bound stands at it. */
const rounding = 1e-12;

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
    active: [...weights.keys()].flatMap((column) => heldAt(column, { weights, lower, upper })),
    tree: { order, merges: tree },
    notes: [],
  };
}

/** The bounds at which a weight stands, but for those of any long-only portfolio. */
function heldAt(
  column: number,
  { weights, lower, upper }: Pick<MixProblem, 'lower' | 'upper'> & Pick<MixOptimum, 'weights'>,
): readonly ActiveConstraint[] {
  const weight = weights[column] ?? 0;
  const [least, most] = [lower[column] ?? 0, upper[column] ?? 1];
  if (least > 0 && weight <= least + rounding) return [{ kind: 'lower', column }];
  if (most < 1 && weight >= most - rounding) return [{ kind: 'upper', column }];
  return [];
}
