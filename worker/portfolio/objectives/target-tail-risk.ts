import type { SolveLinear } from '../linear-solver.ts';
import type { MixFault, MixOptimum, MixProblem } from '../mix-problem.ts';
import { minTailRisk } from './min-tail-risk.ts';
import { withinRisk } from './within-risk.ts';

/** A limit of what the worst days may come to. */
export interface TailLimit {
  readonly name: 'target_cvar' | 'target_cdar';
  /** β. */
  readonly confidence: number;
  /** A share of the value. */
  readonly limit: number;
}

/** Maximises μᵀw over a mean loss, or a mean drawdown, of the worst 1 − β of days of at most a limit. */
export function targetTailRisk(
  problem: MixProblem,
  { name, confidence, limit }: TailLimit,
  solve: SolveLinear,
): MixOptimum | MixFault {
  const of = name === 'target_cvar' ? 'min_cvar' : 'min_cdar';
  const least = (targetReturn?: number) => {
    const target = targetReturn === undefined ? {} : { targetReturn };
    return minTailRisk(problem, { name: of, confidence, ...target }, solve);
  };
  return withinRisk(problem, { name, limit, least });
}
