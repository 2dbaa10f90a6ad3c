import type { ActiveConstraint, MixOptimum, MixProblem } from '../mix/mix-problem.ts';

/** A weight this near to a bound stands at it. */
const rounding = 1e-12;

/** The bounds at which weights of a rule stand, which have no price. */
export function sharesHeld(
  weights: Float64Array,
  { lower, upper }: Pick<MixProblem, 'lower' | 'upper'>,
): readonly ActiveConstraint[] {
  return [...weights.keys()].flatMap((column) => heldAt(column, { weights, lower, upper }));
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
