import { equalWeights } from '../kernels/risk/equal-weight.ts';
import { inverseVarianceWeights } from '../kernels/risk/inverse-variance.ts';
import { inverseVolatilityWeights } from '../kernels/risk/inverse-volatility.ts';
import { choosePositions } from './constrained/choose-positions.ts';
import { constrainedSemideviation } from './constrained/constrained-semideviation.ts';
import { isConstrainable, needsRows, solveConstrained } from './constrained/solve-constrained.ts';
import type { SolveLinear } from './mix/linear-solver.ts';
import type { MixFault, MixOptimum, MixProblem } from './mix/mix-problem.ts';
import { isTail, type MixObjective, type ObjectiveName } from './mix/mix-question.ts';
import { hierarchical } from './objectives/hierarchical.ts';
import { hierarchicalEqual } from './objectives/hierarchical-equal.ts';
import { impliedWeights } from './objectives/implied-weights.ts';
import { kelly } from './objectives/kelly.ts';
import { choiceTimeLimitMs, linearTimeLimitMs } from './objectives/linear-time-limit.ts';
import { maxDecorrelation } from './objectives/max-decorrelation.ts';
import { maxDownsideUtility } from './objectives/max-downside-utility.ts';
import { maxInformationRatio } from './objectives/max-information-ratio.ts';
import { maxOmega } from './objectives/max-omega.ts';
import { maxDiversification, maxSharpe } from './objectives/max-ratio.ts';
import { maxReturn } from './objectives/max-return.ts';
import { maxSortino } from './objectives/max-sortino.ts';
import { maxUtility } from './objectives/max-utility.ts';
import { minMaxDrawdown } from './objectives/min-max-drawdown.ts';
import { minSemivariance } from './objectives/min-semivariance.ts';
import { minTailRisk } from './objectives/min-tail-risk.ts';
import { minTrackingError } from './objectives/min-tracking-error.ts';
import { minVolatility } from './objectives/min-volatility.ts';
import { nestedOptimum } from './objectives/nested-optimum.ts';
import { riskBudgets } from './objectives/risk-budgets.ts';
import type { TailHints, TailMemory } from './objectives/tail-program.ts';
import { targetReturn } from './objectives/target-return.ts';
import { targetTailRisk } from './objectives/target-tail-risk.ts';
import { targetVolatility } from './objectives/target-volatility.ts';
import { withinTime } from './objectives/within-time.ts';

/** The objective of a name, with its parameters. */
type Of<Name extends ObjectiveName> = Extract<MixObjective, { readonly name: Name }>;

type Solver<Name extends ObjectiveName> = (
  problem: MixProblem,
  objective: Of<Name>,
  solveLinear: SolveLinear,
  hints?: TailHints,
) => MixOptimum | MixFault;

/** What solves each objective. */
const solvers: { readonly [Name in ObjectiveName]: Solver<Name> } = {
  max_sharpe: maxSharpe,
  min_volatility: minVolatility,
  target_return: targetReturn,
  target_volatility: targetVolatility,
  max_utility: maxUtility,
  equal_weight: ({ mean }) => naive('equal-weight', equalWeights(mean.length)),
  inverse_volatility: ({ covariance }) =>
    naive('inverse-volatility', inverseVolatilityWeights(covariance)),
  max_diversification: maxDiversification,
  risk_parity: riskBudgets,
  hrp: hierarchical,
  min_cvar: minTailRisk,
  min_cdar: minTailRisk,
  min_max_drawdown: (problem, _, solveLinear) => minMaxDrawdown(problem, solveLinear),
  min_semivariance: minSemivariance,
  max_sortino: maxSortino,
  max_omega: maxOmega,
  herc: hierarchicalEqual,
  nco: nestedOptimum,
  inverse_variance: ({ covariance }) =>
    naive('inverse-variance', inverseVarianceWeights(covariance)),
  max_decorrelation: (problem) =>
    maxDecorrelation(problem, (part) => solveObjective(part, { name: 'min_volatility' })),
  target_cvar: targetTailRisk,
  target_cdar: targetTailRisk,
  target_semideviation: constrainedSemideviation,
  max_downside_utility: maxDownsideUtility,
  implied_weights: impliedWeights,
  kelly,
  min_tracking_error: (problem, objective) =>
    minTrackingError(problem, objective, (part) =>
      solveObjective(part, { name: 'min_volatility' }),
    ),
  max_information_ratio: (problem) =>
    maxInformationRatio(problem, (part) => solveObjective(part, { name: 'max_sharpe' })),
  max_return: maxReturn,
  market_cap_weighted: (_, { shares }) => naive('market-cap', Float64Array.from(shares)),
};

/**
 * The weights that an objective asks for, or why there are none.
 *
 * @param solveLinear  for those of `linearObjectives`
 */
export function solveObjective(
  problem: MixProblem,
  objective: MixObjective,
  solveLinear: SolveLinear = noSolver,
): MixOptimum | MixFault {
  const { constraints } = problem;
  const solver = solvers[objective.name] as Solver<ObjectiveName>;
  const takesPositions = isTail(objective) || isConstrainable(objective);
  const positions = takesPositions ? constraints?.positions : undefined;
  if (positions !== undefined && isTail(objective)) {
    const solve = withinTime(solveLinear, choiceTimeLimitMs);
    const memory: TailMemory = {};
    return choosePositions(problem, {
      ...{ objective, positions },
      solve: (part, worth) => solver(part, objective, solve, { memory, worth }),
    });
  }
  const solve = withinTime(solveLinear, linearTimeLimitMs);
  const continuous = (part: MixProblem): MixOptimum | MixFault =>
    isConstrainable(objective) && constraints !== undefined && needsRows(constraints)
      ? solveConstrained(part, objective)
      : solver(part, objective, solve);
  if (positions === undefined) return continuous(problem);
  return choosePositions(problem, { objective, positions, solve: continuous });
}

function noSolver(): never {
  throw new Error('Linear programs are solved in threads only.');
}

/** Weights of a rule that optimises nothing. */
function naive(method: string, weights: Float64Array): MixOptimum {
  return { weights, method, active: [], notes: [] };
}
