import { growthFunction } from '../../kernels/growth/growth-function.ts';
import { logGrowth } from '../../kernels/growth/log-growth.ts';
import { solventWithin } from '../../kernels/growth/solvent-within.ts';
import { symbolPaths } from '../../kernels/growth/symbol-paths.ts';
import { kinkedNewton } from '../../kernels/quadratic/kinked-newton.ts';
import { absoluteSum } from '../../kernels/quadratic/kinked-problem.ts';
import { inner } from '../estimate/expected.ts';
import { scenarioReturns } from '../estimate/scenarios.ts';
import type { MixFault, MixOptimum, MixProblem } from '../mix/mix-problem.ts';
import { growthBesideCash } from '../objectives/growth-beside-cash.ts';
import { constrainedOptimum } from './constrained-optimum.ts';
import { constraintSet } from './constraint-set.ts';
import { emptyProblem, linearised, shortestWeights } from './smooth-optimum.ts';

/**
 * Maximises the growth rate a year less costs, 252·mean log(1 + rₜᵀw) − cost − γ·wᵀw. Of a fraction f
 * in the mix f·w is traded, and costs; bounds, groups and leverage are those of the mix.
 */
export function constrainedKelly(
  problem: MixProblem,
  { fraction }: { readonly fraction: number },
): MixOptimum | MixFault {
  const { closes, l2, periodsPerYear: year } = problem;
  const returns = scenarioReturns(closes);
  if (returns.rows < 1) return { reason: 'no-scenarios' };
  const set = constraintSet(problem, fraction);
  const empty = emptyProblem(problem, set);
  const shortest = shortestWeights(empty, set);
  if ('reason' in shortest) return shortest;
  const start = solventWithin(returns, empty, shortest);
  if (start === undefined) return { reason: 'ruined' };
  const smooth = growthFunction({ paths: symbolPaths(returns), l2: l2 / year });
  const cost = { ...set.cost, rates: set.cost.rates.map((rate) => rate / year) };
  const found = kinkedNewton({ ...empty, cost, smooth }, start);
  if (!found.solved) return { reason: 'overflow' };
  const { weights } = found;
  const grown = logGrowth(returns, weights);
  if (grown === undefined) return { reason: 'ruined' };
  const gradient = weights.map((weight, i) => (2 * l2 * weight) / year - (grown.slopes[i] ?? 0));
  const paid = absoluteSum(set.cost, weights) + l2 * inner(weights, weights);
  const optimum = constrainedOptimum(set, {
    kinked: linearised({ ...empty, cost }, gradient),
    found,
    scale: year,
    objectiveValue: year * grown.growth - paid,
    method: 'newton',
  });
  return { ...optimum, growthRate: growthBesideCash(returns, { weights, fraction, problem }) };
}
