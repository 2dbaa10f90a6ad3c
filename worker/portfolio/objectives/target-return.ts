import { lowestCorner } from '../../kernels/frontier/frontier-point.ts';
import { targetReturn as pointOfReturn } from '../../kernels/frontier/target-return.ts';
import { volatilitySlope } from '../estimate/expected.ts';
import type { ActiveConstraint, MixFault, MixOptimum, MixProblem } from '../mix/mix-problem.ts';
import { boundConstraints } from './bound-constraints.ts';
import { tracedFrontier } from './traced-frontier.ts';

const idle = 'The portfolio of the least volatility has a higher return than the target.';

/** Minimises √(wᵀΣw + γ·wᵀw) over μᵀw ≥ target. */
export function targetReturn(
  problem: MixProblem,
  { targetReturn: target }: { readonly targetReturn: number },
): MixOptimum | MixFault {
  const frontier = tracedFrontier(problem);
  if ('reason' in frontier) return frontier;
  const found = pointOfReturn(frontier, target);
  if (!found.solved) {
    const least = lowestCorner(frontier).expectedReturn;
    return { reason: 'return-out-of-reach', least, most: found.highest };
  }
  const { weights, volatility } = found.point;
  const multiplier = found.binding ? found.point.multiplier : 0;
  const scale = volatilitySlope(frontier.covariance, volatility);
  const { kktResidual, active } = boundConstraints(problem, {
    weights,
    quadratic: frontier.covariance,
    gains: frontier.mean,
    multiplier,
    scale,
  });
  const binding: ActiveConstraint = { kind: 'target_return', shadowPrice: scale * multiplier };
  return {
    weights,
    method: 'critical-line',
    objectiveValue: volatility,
    kktResidual,
    active: found.binding ? [binding, ...active] : active,
    notes: found.binding ? [] : [idle],
  };
}
