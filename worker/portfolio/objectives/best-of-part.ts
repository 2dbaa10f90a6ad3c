import { levelWeights } from '../../kernels/hold/level-weights.ts';
import { equalWeights } from '../../kernels/risk/equal-weight.ts';
import type { MixFault, MixOptimum, MixProblem } from '../mix/mix-problem.ts';
import type { InnerObjective } from '../mix/mix-question.ts';
import { maxSharpe } from './max-ratio.ts';
import { minVolatility } from './min-volatility.ts';
import { riskBudgets } from './risk-budgets.ts';

/** The best weights within bounds of some symbols, or of clusters that are held as they are. */
export function bestOfPart(
  objective: InnerObjective,
  part: MixProblem,
): Pick<MixOptimum, 'weights'> | MixFault {
  const size = part.mean.length;
  // All that there is, whatever its risk.
  if (size === 1) return { weights: Float64Array.of(1) };
  switch (objective) {
    case 'min_volatility':
      return minVolatility(part);
    case 'max_sharpe':
      return maxSharpe(part);
    case 'risk_parity':
      return riskBudgets(part, { riskBudgets: [...equalWeights(size)] });
    case 'equal_weight':
      return { weights: levelWeights({ lower: part.lower, upper: part.upper }) };
  }
}

/** A fault of a part in the columns of the whole. */
export function ofSymbols(
  fault: MixFault,
  placesOf: (column: number) => readonly number[],
): MixFault {
  return 'columns' in fault ? { ...fault, columns: fault.columns.flatMap(placesOf) } : fault;
}
