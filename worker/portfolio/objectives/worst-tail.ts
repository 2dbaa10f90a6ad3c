import type { SolveLinear } from '../mix/linear-solver.ts';
import type { TailQuestion } from './tail-program.ts';
import { searchTail, type TailFound, type TailNone } from './tail-search.ts';
import { isWhole, wholeDrawdowns } from './whole-drawdowns.ts';

/**
 * Programs of a few days that may say nothing of the optimum, before all days are asked at once: where
 * symbols move as shares do two to six do so, where they hedge one another dozens.
 */
const patience = 7;

/**
 * The worst days made small, or kept within a limit: by programs of the days that matter, or where
 * these lead nowhere by one of all days.
 */
export function worstTail(question: TailQuestion, solve: SolveLinear): TailFound | TailNone {
  const { of, returns } = question.measure;
  const whole = of === 'drawdowns' && isWhole(returns.rows, returns.columns);
  const found = searchTail(question, solve, whole ? patience : Number.POSITIVE_INFINITY);
  return found === 'stalled' ? wholeDrawdowns(question, solve) : found;
}
