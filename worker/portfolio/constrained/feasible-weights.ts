import { diagonal } from '../../kernels/algebra/diagonal.ts';
import { keptWeights } from '../../kernels/linear/kept-weights.ts';
import { kinkedQuadratic } from '../../kernels/quadratic/kinked-quadratic.ts';
import { boundsFault } from '../../kernels/quadratic/weight-bounds.ts';
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
    return boundsFault({ lower, upper, budget }) === undefined
      ? keptWeights(even, { lower, upper, budget })
      : contradiction(set, { bounds: [...lower.keys()], rows: [], limits: [] });
  }
  const found = kinkedQuadratic({
    quadratic: diagonal(new Float64Array(size).fill(1)),
    linear: even,
    ...{ lower, upper, budget, rows, limits },
    cost: { origin: cost.origin, rates: new Float64Array(size) },
  });
  if (found.solved) return found.weights;
  return found.reason === 'infeasible' ? contradiction(set, found) : { reason: 'overflow' };
}
