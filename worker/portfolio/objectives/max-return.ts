import { highestReturn } from '../../kernels/frontier/highest-return.ts';
import { boundedQuadratic } from '../../kernels/quadratic/bounded-quadratic.ts';
import { free } from '../../kernels/quadratic/feasible-start.ts';
import { inner } from '../estimate/expected.ts';
import type { MixFault, MixOptimum, MixProblem } from '../mix/mix-problem.ts';
import { boundConstraints } from './bound-constraints.ts';
import { regularised } from './regularised.ts';

const tie =
  'Several portfolios have the highest expected return, for symbols have the same: this is the one of them that varies least.';

/** Maximises μᵀw − γ·wᵀw; of several portfolios of the highest return, the one that varies least. */
export function maxReturn(problem: MixProblem): MixOptimum | MixFault {
  const { mean, covariance, lower, upper, l2 } = problem;
  const size = mean.length;
  const none = { rows: size, columns: size, values: new Float64Array(size * size) };
  const quadratic = regularised(none, 2 * l2);
  const found =
    l2 === 0
      ? highestReturn({ mean, covariance }, { lower, upper })
      : boundedQuadratic({ quadratic, linear: mean, lower, upper });
  // Bounds were read as finite and feasible.
  if (!found.solved) return { reason: 'overflow' };
  const { weights, places } = found;
  const minimum = { weights, quadratic, gains: mean, multiplier: 1, scale: 1 };
  return {
    weights,
    method: l2 === 0 ? 'filling-up' : 'active-set',
    objectiveValue: inner(mean, weights) - l2 * inner(weights, weights),
    ...boundConstraints(problem, minimum),
    notes: l2 === 0 && isTied(problem, { weights, places }) ? [tie] : [],
  };
}

interface Filled {
  readonly weights: Float64Array;
  readonly places: Int8Array;
}

/** Whether weight could go from one symbol to another of the same mean. */
function isTied({ mean, lower, upper }: MixProblem, { weights, places }: Filled): boolean {
  const marginal = mean[places.indexOf(free)];
  const rivals = [...mean.keys()].filter(
    (i) => mean[i] === marginal && (lower[i] ?? 0) < (upper[i] ?? 0),
  );
  const gives = (i: number) => (weights[i] ?? 0) > (lower[i] ?? 0);
  const takes = (i: number) => (weights[i] ?? 0) < (upper[i] ?? 0);
  return rivals.some((i) => gives(i) && rivals.some((j) => j !== i && takes(j)));
}
