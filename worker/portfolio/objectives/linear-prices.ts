import { cheapestWeights } from '../../kernels/linear/cheapest-weights.ts';
import type { WeightBounds } from '../../kernels/quadratic/weight-bounds.ts';
import type { ActiveConstraint } from '../mix/mix-problem.ts';

/** Weights that are to minimise a linear function that lies below the objective. */
export interface LinearMinimum {
  readonly weights: Float64Array;
  /** Its coefficients, length n. */
  readonly slopes: Float64Array;
}

/** What the function proves of all weights within the bounds, and what holds these. */
export interface LinearPrices {
  /** The least that the function can be. */
  readonly bound: number;
  readonly active: readonly ActiveConstraint[];
}

/** Prices the bounds at which weights stand by a function that is linear in them. */
export function linearPrices(
  bounds: WeightBounds,
  { weights, slopes }: LinearMinimum,
): LinearPrices {
  const { lower, upper } = bounds;
  const { value, price } = cheapestWeights(slopes, bounds);
  const active = [...weights.keys()].flatMap((i): ActiveConstraint[] => {
    const dearer = lower[i] === upper[i] ? 0 : (slopes[i] ?? 0) - price;
    if (weights[i] === lower[i])
      return [{ kind: 'lower', column: i, shadowPrice: Math.max(dearer, 0) }];
    if (weights[i] !== upper[i]) return [];
    return [{ kind: 'upper', column: i, shadowPrice: Math.max(-dearer, 0) }];
  });
  return { bound: value, active };
}
