import { scenarioReturns } from '../estimate/scenarios.ts';
import type { SolveLinear } from '../mix/linear-solver.ts';
import type { MixFault, MixOptimum, MixProblem } from '../mix/mix-problem.ts';
import { minTailRisk, spreadTail } from './min-tail-risk.ts';
import { withinRisk } from './within-risk.ts';

/** A limit of what the worst days may come to. */
export interface TailLimit {
  readonly name: 'target_cvar' | 'target_cdar';
  /** β. */
  readonly confidence: number;
  /** A share of the value. */
  readonly limit: number;
}

/** Maximises μᵀw − γ·wᵀw over a mean loss, or a mean drawdown, of the worst 1 − β of days of at most a limit. */
export function targetTailRisk(
  problem: MixProblem,
  { name, confidence, limit }: TailLimit,
  solve: SolveLinear,
): MixOptimum | MixFault {
  if (problem.l2 > 0) {
    const { lower, upper, budget } = problem;
    const returns = scenarioReturns(problem.closes);
    if (returns.rows < 1) return { reason: 'no-scenarios' };
    const bad = name === 'target_cvar' ? 'losses' : 'drawdowns';
    const tail = { lower, upper, budget, returns, confidence, of: bad } as const;
    return spreadTail(problem, tail, { limit: { name, most: limit } });
  }
  const of = name === 'target_cvar' ? 'min_cvar' : 'min_cdar';
  const least = (targetReturn?: number) => {
    const target = targetReturn === undefined ? {} : { targetReturn };
    return minTailRisk(problem, { name: of, confidence, ...target }, solve);
  };
  return withinRisk(problem, { name, limit, least });
}
