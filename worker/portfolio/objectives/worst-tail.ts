import type { SolveLinear } from '../mix/linear-solver.ts';
import { searchTail, type TailFound, type TailQuestion } from './tail-search.ts';
import { isWhole, wholeDrawdowns } from './whole-drawdowns.ts';

/** The worst days made small, or kept within a limit, by whichever programs are solved sooner. */
export function worstTail(
  question: TailQuestion,
  solve: SolveLinear,
): TailFound | 'infeasible' | 'unfinished' {
  const { of, returns } = question.measure;
  const whole = of === 'drawdowns' && isWhole(returns.rows, returns.columns);
  return whole ? wholeDrawdowns(question, solve) : searchTail(question, solve);
}
