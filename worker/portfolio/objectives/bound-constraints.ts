import type { Matrix } from '../../kernels/algebra/matrix.ts';
import { kktBounded } from '../../kernels/quadratic/kkt-bounded.ts';
import type { ActiveConstraint, MixProblem } from '../mix/mix-problem.ts';

/** Weights that minimise ½·wᵀQw − λ·cᵀw within bounds, and what that is in the objective's units. */
export interface QuadraticMinimum {
  readonly weights: Float64Array;
  /** Q. */
  readonly quadratic: Matrix;
  /** c, length n. */
  readonly gains: Float64Array;
  /** λ. */
  readonly multiplier: number;
  /** By how much the objective gets better where ½·wᵀQw − λ·cᵀw falls by 1. */
  readonly scale: number;
}

/** What holds an optimum, and how well the conditions of one are met. */
export interface Optimality {
  /** In units of the objective. */
  readonly kktResidual: number;
  readonly active: readonly ActiveConstraint[];
}

/** Checks a minimum against the conditions of Karush, Kuhn and Tucker; prices its bounds. */
export function boundConstraints(
  { lower, upper }: Pick<MixProblem, 'lower' | 'upper'>,
  { weights, quadratic, gains, multiplier, scale }: QuadraticMinimum,
): Optimality {
  const bounds = { lower, upper };
  const check = {
    ...bounds,
    weights,
    mean: gains,
    covariance: quadratic,
    multiplier,
  };
  const { residual, active } = kktBounded(check);
  return {
    kktResidual: scale * residual,
    active: active.map(({ symbol, side, shadowPrice }) => ({
      kind: side,
      column: symbol,
      shadowPrice: scale * shadowPrice,
    })),
  };
}
