import { cheapestWeights } from '../../kernels/cheapest-weights.ts';
import type { Matrix } from '../../kernels/matrix.ts';
import { inner } from '../expected.ts';
import type { MixFault, MixOptimum, MixProblem } from '../mix-problem.ts';
import { scenarioReturns } from '../scenarios.ts';
import { type DownsideSearch, downsideOptimum } from './downside.ts';
import { maxSharpe } from './max-ratio.ts';
import { minVolatility } from './min-volatility.ts';
import { targetReturn } from './target-return.ts';

/** What is asked of the days below a threshold. */
export interface DownsideObjective {
  /** Return per period: what is above it is no risk. */
  readonly threshold: number;
  /** The least return a year. */
  readonly targetReturn?: number;
}

/** Minimises √(252/T·Σ max(b − rₜᵀw, 0)²), with μᵀw ≥ target where there is one. */
export function minSemivariance(
  problem: MixProblem,
  { threshold, targetReturn: target }: DownsideObjective,
): MixOptimum | MixFault {
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
      return { multiplier, scale: deviation > 0 ? 1 / deviation : 0 };
    },
    slope: ({ halfSlope }) => -halfSlope,
  };
  const found = downsideOptimum(problem, excess, search);
  if ('reason' in found) return found;
  const binding = found.found.active.filter(({ kind }) => kind === 'target_return');
  return {
    weights: found.weights,
    method: 'semismooth-newton',
    objectiveValue: Math.sqrt(found.semivariance),
    kktResidual: found.kktResidual,
    active: [...binding, ...found.active],
    notes: found.found.notes.length > 0 ? [idle] : [],
  };
}

const idle = 'The portfolio of the least semivariance has a higher return than the target.';

/** Maximises (μᵀw − rf)/√(252/T·Σ max(b − rₜᵀw, 0)²). */
export function maxSortino(
  problem: MixProblem,
  { threshold }: DownsideObjective,
): MixOptimum | MixFault {
  const excess = excessReturns(problem, threshold);
  if (excess === undefined) return { reason: 'no-scenarios' };
  const { mean, rate, lower, upper } = problem;
  const { weights: start, value } = cheapestWeights(
    mean.map((one) => -one),
    { lower, upper },
  );
  if (!(-value - rate > 1e-12 * Math.abs(value))) return { reason: 'no-excess', most: -value };
  const search: DownsideSearch = {
    start,
    best: maxSharpe,
    conditions: (weights, semivariance) => {
      const gain = inner(mean, weights) - rate;
      const deviation = Math.sqrt(semivariance);
      return { multiplier: semivariance / gain, scale: gain / deviation ** 3 };
    },
    slope: ({ semivariance, halfSlope, gain, gainSlope }) =>
      gainSlope * semivariance - (gain - rate) * halfSlope,
  };
  const found = downsideOptimum(problem, excess, search);
  if ('reason' in found) return found;
  const gain = inner(mean, found.weights) - rate;
  return {
    weights: found.weights,
    method: 'semismooth-newton',
    objectiveValue: gain / Math.sqrt(found.semivariance),
    kktResidual: found.kktResidual,
    active: found.active,
    notes: [],
  };
}

function excessReturns({ closes }: MixProblem, threshold: number): Matrix | undefined {
  const returns = scenarioReturns(closes);
  if (returns.rows < 1) return undefined;
  return { ...returns, values: returns.values.map((one) => one - threshold) };
}
