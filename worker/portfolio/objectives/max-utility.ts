import { quadraticForm } from '../../kernels/algebra/quadratic-form.ts';
import { boundedQuadratic } from '../../kernels/quadratic/bounded-quadratic.ts';
import { inner } from '../estimate/expected.ts';
import type { MixFault, MixOptimum, MixProblem } from '../mix/mix-problem.ts';
import { boundConstraints } from './bound-constraints.ts';
import { regularised } from './regularised.ts';

/** Maximises μᵀw − ½δ·wᵀΣw − γ·wᵀw. */
export function maxUtility(
  problem: MixProblem,
  { riskAversion }: { readonly riskAversion: number },
): MixOptimum | MixFault {
  const { mean, covariance, lower, upper, budget, l2 } = problem;
  const scaled = { ...covariance, values: covariance.values.map((value) => riskAversion * value) };
  const quadratic = regularised(scaled, 2 * l2);
  const found = boundedQuadratic({ quadratic, linear: mean, lower, upper, budget });
  if (!found.solved) return { reason: 'overflow' };
  const { weights } = found;
  const cost = quadraticForm(quadratic, weights) / 2;
  const minimum = { weights, quadratic, gains: mean, multiplier: 1, scale: 1 };
  return {
    weights,
    method: 'active-set',
    objectiveValue: inner(mean, weights) - cost,
    ...boundConstraints(problem, minimum),
    notes: [],
  };
}
