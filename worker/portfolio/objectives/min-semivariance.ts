import { inner, volatilitySlope } from '../estimate/expected.ts';
import type { MixFault, MixOptimum, MixProblem } from '../mix/mix-problem.ts';
import { type DownsideSearch, downsideOptimum } from './downside.ts';
import { excessReturns } from './excess-returns.ts';
import { minVolatility } from './min-volatility.ts';
import { targetReturn } from './target-return.ts';

/** What is asked of the days below a threshold. */
export interface DownsideObjective {
  /** Return per period: what is above it is no risk. */
  readonly threshold: number;
  /** The least return a year. */
  readonly targetReturn?: number;
}

/** Minimises √(252/T·Σ max(b − rₜᵀw, 0)² + 252·γ·wᵀw), with μᵀw ≥ target where there is one. */
export function minSemivariance(
  asked: MixProblem,
  { threshold, targetReturn: target }: DownsideObjective,
): MixOptimum | MixFault {
  // γ is of a day, as the semivariance is that is multiplied.
  const problem = { ...asked, l2: asked.periodsPerYear * asked.l2 };
  const excess = excessReturns(problem, threshold);
  if (excess === undefined) return { reason: 'no-scenarios' };
  const best = (form: MixProblem) =>
    target === undefined ? minVolatility(form) : targetReturn(form, { targetReturn: target });
  const first = best(problem);
  if ('reason' in first) return first;
  const search: DownsideSearch = {
    start: first.weights,
    best,
    conditions: (_, semivariance, { active }) => {
      const deviation = Math.sqrt(semivariance);
      const binding = active.find(({ kind }) => kind === 'target_return');
      const multiplier = (binding?.shadowPrice ?? 0) * deviation;
      return { multiplier, scale: volatilitySlope(problem.covariance, deviation) };
    },
    slope: ({ halfSlope }) => -halfSlope,
  };
  const found = downsideOptimum(problem, excess, search);
  if ('reason' in found) return found;
  const { weights, semivariance } = found;
  const binding = found.found.active.filter(({ kind }) => kind === 'target_return');
  return {
    weights,
    method: 'semismooth-newton',
    objectiveValue: Math.sqrt(semivariance + problem.l2 * inner(weights, weights)),
    risk: Math.sqrt(semivariance),
    kktResidual: found.kktResidual,
    active: [...binding, ...found.active],
    notes: found.found.notes.length > 0 ? [idle] : [],
  };
}

const idle = 'The portfolio of the least semivariance has a higher return than the target.';
