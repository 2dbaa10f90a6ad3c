import type { Matrix } from '../../kernels/algebra/matrix.ts';
import { scenarioReturns } from '../estimate/scenarios.ts';
import type { MixProblem } from '../mix/mix-problem.ts';

/** Returns less the threshold on the days that all symbols have; undefined where there is none. */
export function excessReturns({ closes }: MixProblem, threshold: number): Matrix | undefined {
  const returns = scenarioReturns(closes);
  if (returns.rows < 1) return undefined;
  return { ...returns, values: returns.values.map((one) => one - threshold) };
}
