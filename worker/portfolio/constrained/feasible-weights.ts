import { keptWeights } from '../../kernels/linear/kept-weights.ts';
import { kinkedQuadratic } from '../../kernels/quadratic/kinked-quadratic.ts';
import type { MixFault, MixProblem } from '../mix/mix-problem.ts';
import { type ConstraintSet, contradiction } from './constraint-set.ts';

/** Weights near equal ones that keep to bounds and constraints, or what contradicts itself. */
export function feasibleWeights(
  { lower, upper, budget }: MixProblem,
  set: ConstraintSet,
): Float64Array | MixFault {
  const { rows, groups, limits, cost } = set;
  const size = lower.length;
  const even = new Float64Array(size).fill(budget / size);
  if (groups.length === 0 && limits.length === 0) {
    return withinReach({ lower, upper, budget })
      ? keptWeights(even, { lower, upper, budget })
      : contradiction(set, { bounds: [...lower.keys()], rows: [], limits: [] });
  }
  const values = new Float64Array(size * size);
  for (let i = 0; i < size; i++) values[i * (size + 1)] = 1;
  const found = kinkedQuadratic({
    quadratic: { rows: size, columns: size, values },
    linear: even,
    ...{ lower, upper, budget, rows, limits },
    cost: { origin: cost.origin, rates: new Float64Array(size) },
  });
  if (found.solved) return found.weights;
  return found.reason === 'infeasible' ? contradiction(set, found) : { reason: 'overflow' };
}

/** Of the sum of weights: bounds that miss it by less do so by rounding. */
const rounding = 1e-12;

/** Whether bounds let weights add up to the budget. */
function withinReach({ lower, upper, budget }: Pick<MixProblem, 'lower' | 'upper' | 'budget'>) {
  const sum = (side: Float64Array): number => side.reduce((total, one) => total + one, 0);
  return sum(lower) <= budget + rounding && sum(upper) >= budget - rounding;
}
