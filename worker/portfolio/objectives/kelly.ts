import { growthOptimal } from '../../kernels/growth/growth-optimal.ts';
import { logGrowth } from '../../kernels/growth/log-growth.ts';
import { inner } from '../estimate/expected.ts';
import { scenarioReturns } from '../estimate/scenarios.ts';
import type { MixFault, MixOptimum, MixProblem } from '../mix/mix-problem.ts';
import { boundConstraints } from './bound-constraints.ts';
import { growthBesideCash } from './growth-beside-cash.ts';
import { regularised } from './regularised.ts';

/**
 * Maximises the growth rate a year, 252·mean log(1 + rₜᵀw) − γ·wᵀw, on the days that all symbols have.
 * A fraction of it in the mix and the rest in cash does not change which mix is meant.
 */
export function kelly(
  problem: MixProblem,
  { fraction }: { readonly fraction: number },
): MixOptimum | MixFault {
  const { closes, lower, upper, l2, periodsPerYear } = problem;
  const returns = scenarioReturns(closes);
  if (returns.rows < 1) return { reason: 'no-scenarios' };
  const found = growthOptimal({ returns, lower, upper, l2: l2 / periodsPerYear });
  if (!found.solved) return { reason: found.reason === 'ruined' ? 'ruined' : 'overflow' };
  const { weights } = found;
  const grown = logGrowth(returns, weights);
  if (grown === undefined) return { reason: 'ruined' };
  const size = weights.length;
  const none = { rows: size, columns: size, values: new Float64Array(size * size) };
  const minimum = {
    weights,
    quadratic: regularised(none, 2 * l2),
    gains: grown.slopes.map((slope) => slope * periodsPerYear),
    multiplier: 1,
    scale: 1,
  };
  return {
    weights,
    method: 'projected-newton',
    objectiveValue: periodsPerYear * grown.growth - l2 * inner(weights, weights),
    ...boundConstraints(problem, minimum),
    growthRate: growthBesideCash(returns, { weights, fraction, problem }),
    notes: [],
  };
}
