import { tailSlope } from '../../kernels/linear/tail-slope.ts';
import type { MixFault, MixOptimum } from '../mix/mix-problem.ts';
import { type SpreadQuestion, spreadRisk } from './spread-risk.ts';
import { daysTold, type TailSetting, tailOf } from './tail-setting.ts';

/** The least of the worst days and γ·wᵀw, or the most return less γ·wᵀw within a limit of them. */
export function spreadTail(
  { problem, measure }: TailSetting,
  question: SpreadQuestion,
): MixOptimum | MixFault {
  const risk = {
    valueOf: (weights: Float64Array) => tailOf(measure, weights).mean,
    slopeOf: (weights: Float64Array) => tailSlope(measure, weights),
  };
  const found = spreadRisk(problem, risk, question);
  if ('reason' in found) return found;
  const worst = tailOf(measure, found.weights);
  return {
    ...found,
    tail: { level: worst.level, days: worst.cases },
    notes: [...found.notes, ...daysTold(measure, worst.cases)],
  };
}
