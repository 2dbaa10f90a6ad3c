import { inner } from '../estimate/expected.ts';
import type { MixFault, MixOptimum, MixProblem } from '../mix/mix-problem.ts';
import { type DownsideSearch, downsideOptimum } from './downside.ts';
import { excessReturns } from './excess-returns.ts';
import { maxUtility } from './max-utility.ts';

/** How much of the deviation below a threshold a return makes up for. */
export interface DownsideUtility {
  /** Return per period: what is above it is no risk. */
  readonly threshold: number;
  /** δ. */
  readonly riskAversion: number;
}

/** Maximises μᵀw − ½δ·252/T·Σ max(b − rₜᵀw, 0)² − 252·γ·wᵀw. */
export function maxDownsideUtility(
  asked: MixProblem,
  { threshold, riskAversion }: DownsideUtility,
): MixOptimum | MixFault {
  const excess = excessReturns(asked, threshold);
  if (excess === undefined) return { reason: 'no-scenarios' };
  // γ is of a day, and counts as semivariance here, half of which is weighed by the aversion.
  const spread = asked.periodsPerYear * asked.l2;
  const problem = { ...asked, l2: (2 * spread) / riskAversion };
  const best = (form: MixProblem) => maxUtility({ ...form, l2: spread }, { riskAversion });
  const first = best(problem);
  if ('reason' in first) return first;
  const search: DownsideSearch = {
    start: first.weights,
    best,
    conditions: () => ({ multiplier: 1 / riskAversion, scale: riskAversion }),
    slope: ({ halfSlope, gainSlope }) => gainSlope - riskAversion * halfSlope,
    restless: true,
  };
  const found = downsideOptimum(problem, excess, search);
  if ('reason' in found) return found;
  const { weights, semivariance, kktResidual, active } = found;
  const cost = (riskAversion / 2) * semivariance + spread * inner(weights, weights);
  return {
    weights,
    method: 'semismooth-newton',
    objectiveValue: inner(asked.mean, weights) - cost,
    kktResidual,
    risk: Math.sqrt(semivariance),
    active,
    notes: [],
  };
}
