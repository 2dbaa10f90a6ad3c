import type { MixFault, MixOptimum, MixProblem } from '../mix/mix-problem.ts';
import type { MixConstraints, MixObjective } from '../mix/mix-question.ts';
import { constrainedKelly } from './constrained-kelly.ts';
import {
  constrainedReturn,
  constrainedUtility,
  constrainedVolatility,
} from './constrained-least.ts';
import { constrainedMaxReturn } from './constrained-max-return.ts';
import { constrainedDiversification, constrainedSharpe } from './constrained-ratio.ts';
import { constrainedSemideviation } from './constrained-semideviation.ts';
import { constrainedDownsideUtility, constrainedSemivariance } from './constrained-semivariance.ts';
import { constrainedSortino } from './constrained-sortino.ts';
import { constrainedTargetVolatility } from './constrained-target-volatility.ts';

const solvers = {
  max_sharpe: constrainedSharpe,
  min_volatility: constrainedVolatility,
  target_return: constrainedReturn,
  target_volatility: constrainedTargetVolatility,
  max_utility: constrainedUtility,
  max_diversification: constrainedDiversification,
  min_semivariance: constrainedSemivariance,
  max_downside_utility: constrainedDownsideUtility,
  max_sortino: constrainedSortino,
  target_semideviation: constrainedSemideviation,
  kelly: constrainedKelly,
  max_return: constrainedMaxReturn,
};

/** An objective that takes constraints. */
export type ConstrainableObjective = Extract<MixObjective, { readonly name: keyof typeof solvers }>;

/** Whether an objective takes constraints. */
export function isConstrainable(objective: MixObjective): objective is ConstrainableObjective {
  return Object.hasOwn(solvers, objective.name);
}

const searched = [
  'max_sharpe',
  'target_volatility',
  'max_diversification',
  'max_information_ratio',
  'max_sortino',
  'target_semideviation',
] as const;

/** Whether an objective takes several solves under constraints beside bounds. */
export function isSearched({ name }: MixObjective): boolean {
  return searched.some((one) => one === name);
}

/** Whether constraints are more than bounds and a choice of positions. */
export function needsRows({ groups, leverage, trading }: MixConstraints): boolean {
  const bound = groups.some(({ range }) => range !== undefined);
  const traded = trading?.costRates !== undefined || trading?.maxTurnover !== undefined;
  return bound || leverage !== undefined || traded;
}

/** The weights that an objective asks for under groups, leverage, turnover and costs. */
export function solveConstrained(
  problem: MixProblem,
  objective: ConstrainableObjective,
): MixOptimum | MixFault {
  const solver = solvers[objective.name] as (
    problem: MixProblem,
    objective: ConstrainableObjective,
  ) => MixOptimum | MixFault;
  return solver(problem, objective);
}
