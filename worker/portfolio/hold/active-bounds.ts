import { atBound, budgetPrice } from '../../kernels/hold/budget-price.ts';
import type { LocalOptimum } from '../../kernels/hold/local-search.ts';
import type { WeightBounds } from '../../kernels/quadratic/weight-bounds.ts';
import type { Certificate } from './certificate.ts';

type ActiveBound = Certificate['active'][number];

/**
 * The bounds that weights stand at. As the ratio is scale-free the budget has no price without bounds, and
 * that of a bound is its slope alone; within bounds what is won there is paid for at the budget's price.
 *
 * @param bounds  as `bindingBounds` leaves them
 */
export function activeBounds(
  weights: Float64Array,
  gradient: Float64Array,
  bounds: WeightBounds | undefined,
): Certificate['active'] {
  if (bounds !== undefined) return activeWithin(weights, gradient, bounds);
  return [...weights.keys()]
    .filter((column) => weights[column] === 0)
    .map((column) => ({
      column,
      side: 'lower',
      shadowPrice: Math.max(0, -(gradient[column] ?? 0)),
    }));
}

function activeWithin(
  weights: Float64Array,
  gradient: Float64Array,
  bounds: WeightBounds,
): Certificate['active'] {
  const { price } = budgetPrice(weights, gradient, bounds);
  const active: ActiveBound[] = [];
  for (const [column, weight] of weights.entries()) {
    const gain = (gradient[column] ?? 0) - price;
    const atLower = weight <= (bounds.lower[column] ?? 0) + atBound;
    const atUpper = weight >= (bounds.upper[column] ?? 1) - atBound;
    // What is fixed is held back by the bound that it would pass.
    if (atUpper && !(atLower && gain < 0)) {
      active.push({ column, side: 'upper', shadowPrice: Math.max(0, gain) });
    } else if (atLower) {
      active.push({ column, side: 'lower', shadowPrice: Math.max(0, -gain) });
    }
  }
  return active;
}

/** The optimum on the bounds that weights miss by rounding alone. */
export function withoutDust(
  { point, gradient }: LocalOptimum,
  bounds: WeightBounds | undefined,
): Float64Array {
  const price = bounds === undefined ? 0 : budgetPrice(point.weights, gradient, bounds).price;
  return point.weights.map((weight, i) => {
    const least = bounds?.lower[i] ?? 0;
    const most = bounds?.upper[i] ?? Number.POSITIVE_INFINITY;
    const gain = (gradient[i] ?? 0) - price;
    if (weight - least < atBound && gain <= 0) return least;
    return most - weight < atBound && gain >= 0 ? most : weight;
  });
}
