import { boundedQuadratic } from '../../kernels/quadratic/bounded-quadratic.ts';
import { portfolioVolatility, volatilitySlope } from '../estimate/expected.ts';
import type { MixFault, MixOptimum, MixProblem } from '../mix/mix-problem.ts';
import { boundConstraints } from './bound-constraints.ts';
import { regularised } from './regularised.ts';

/** Minimises √(wᵀΣw + γ·wᵀw). */
export function minVolatility(problem: MixProblem): MixOptimum | MixFault {
  const { mean, lower, upper, budget, l2 } = problem;
  const quadratic = regularised(problem.covariance, l2);
  const linear = new Float64Array(mean.length);
  const found = boundedQuadratic({ quadratic, linear, lower, upper, budget });
  if (!found.solved) return { reason: 'overflow' };
  const { weights } = found;
  const objectiveValue = portfolioVolatility(quadratic, weights);
  const scale = volatilitySlope(quadratic, objectiveValue);
  const minimum = { weights, quadratic, gains: linear, multiplier: 0, scale };
  return {
    weights,
    method: 'active-set',
    objectiveValue,
    ...boundConstraints(problem, minimum),
    notes: [],
  };
}
