import { inner, volatilitiesOf } from '../estimate/expected.ts';
import type { ActiveConstraint, MixFault, MixOptimum, MixProblem } from '../mix/mix-problem.ts';
import { excessReturns } from '../objectives/excess-returns.ts';
import { constrainedOptimum } from './constrained-optimum.ts';
import { pointAtTarget } from './constrained-target-volatility.ts';
import { constraintSet } from './constraint-set.ts';
import { downsidePath } from './downside-path.ts';

const method = 'semismooth-newton with search';
/** Of the largest deviation of a symbol: a limit of less counts as this much. */
const nothing = 1e-9;
const idle = 'The best portfolio of any semideviation has less than the limit.';

/** Maximises μᵀw − cost − γ·wᵀw over √(252/T·Σ max(b − rₜᵀw, 0)²) ≤ limit. */
export function constrainedSemideviation(
  problem: MixProblem,
  { threshold, limit }: { readonly threshold: number; readonly limit: number },
): MixOptimum | MixFault {
  const excess = excessReturns(problem, threshold);
  if (excess === undefined) return { reason: 'no-scenarios' };
  const set = constraintSet(problem);
  const path = downsidePath({ problem, set, excess, gainL2: problem.l2 });
  // The best of what has no shortfall lies where next to none is allowed.
  const none = nothing * Math.max(...volatilitiesOf(path.question.risk));
  const found = pointAtTarget(path, Math.max(limit, none) ** 2);
  if ('reason' in found) return renamed(found);
  const { point, pull, binding } = found;
  const { weights } = point.found;
  const risk = Math.sqrt(point.variance);
  const price: ActiveConstraint = { kind: 'target_semideviation', shadowPrice: pull * risk };
  const optimum = constrainedOptimum(set, {
    kinked: point.kinked,
    found: point.found,
    // The kernel minimises λ times the objective; at the least risk it minimises that.
    scale: point.multiplier > 0 ? 1 / point.multiplier : 1,
    objectiveValue: point.gain - problem.l2 * inner(weights, weights),
    method,
    ...(binding && pull > 0 ? { target: price } : {}),
    ...(binding ? {} : { notes: [idle] }),
  });
  return { ...optimum, risk };
}

/** The path calls the risk a variance. */
function renamed(fault: MixFault): MixFault {
  if (fault.reason !== 'volatility-out-of-reach') return fault;
  return { ...fault, reason: 'risk-out-of-reach', limit: 'target_semideviation' };
}
