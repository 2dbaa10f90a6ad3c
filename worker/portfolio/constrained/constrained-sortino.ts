import type { MixFault, MixOptimum, MixProblem } from '../mix/mix-problem.ts';
import { excessReturns } from '../objectives/excess-returns.ts';
import { bestOnPath } from './constrained-ratio.ts';
import { constraintSet } from './constraint-set.ts';
import { downsidePath, squaredShortfalls } from './downside-path.ts';

/** Maximises (μᵀw − cost − rf)/√(252/T·Σ max(b − rₜᵀw, 0)²). */
export function constrainedSortino(
  problem: MixProblem,
  { threshold }: { readonly threshold: number },
): MixOptimum | MixFault {
  const excess = excessReturns(problem, threshold);
  if (excess === undefined) return { reason: 'no-scenarios' };
  const path = downsidePath({ problem, set: constraintSet(problem), excess });
  const best = bestOnPath(path, problem.rate, 'semismooth-newton with search');
  if ('reason' in best) return best;
  const scale = problem.periodsPerYear / excess.rows;
  return { ...best, risk: Math.sqrt(scale * squaredShortfalls(excess, best.weights)) };
}
