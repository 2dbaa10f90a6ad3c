import type { KinkedProblem } from '../../kernels/quadratic/kinked-problem.ts';
import type { KinkedMinimum } from '../../kernels/quadratic/kinked-quadratic.ts';
import { type Holding, kktKinked } from '../../kernels/quadratic/kkt-kinked.ts';
import type { ActiveConstraint, MixOptimum } from '../mix/mix-problem.ts';
import type { ConstraintSet } from './constraint-set.ts';

/** A minimum of a kernel, and what it is in the objective's units. */
export interface ConstrainedFinding {
  readonly kinked: KinkedProblem;
  readonly found: KinkedMinimum;
  /** By how much the objective gets better where the kernel's falls by 1. */
  readonly scale: number;
  readonly objectiveValue: number;
  readonly method: string;
  /** A target that holds, which is none of the set's constraints. */
  readonly target?: ActiveConstraint;
  readonly notes?: readonly string[];
}

/** Checks a minimum against the conditions of Karush, Kuhn and Tucker; prices what holds it. */
export function constrainedOptimum(set: ConstraintSet, finding: ConstrainedFinding): MixOptimum {
  const { kinked, found, scale, objectiveValue, method, target, notes = [] } = finding;
  const report = kktKinked(kinked, found);
  const active = report.holding.flatMap((one) => activeOf(set, one, scale));
  return {
    weights: found.weights,
    method,
    objectiveValue,
    kktResidual: scale * Math.max(report.residual, report.complementarity),
    active: target === undefined ? active : [target, ...active],
    notes,
  };
}

function activeOf(
  { groups, limitKinds }: ConstraintSet,
  holding: Holding,
  scale: number,
): readonly ActiveConstraint[] {
  const shadowPrice = scale * holding.shadowPrice;
  if ('limit' in holding) {
    const kind = limitKinds[holding.limit];
    return kind === undefined ? [] : [{ kind, shadowPrice }];
  }
  if ('symbol' in holding) return [{ kind: holding.kind, column: holding.symbol, shadowPrice }];
  const kind = holding.kind === 'row-lower' ? 'group_lower' : 'group_upper';
  const group = groups[holding.row - 1];
  return group === undefined ? [] : [{ kind, group: group.name, shadowPrice }];
}
