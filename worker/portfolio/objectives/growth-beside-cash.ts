import type { Matrix } from '../../kernels/algebra/matrix.ts';
import { inner } from '../estimate/expected.ts';
import type { MixProblem } from '../mix/mix-problem.ts';

/** What is held beside cash. */
export interface BesideCash {
  readonly weights: Float64Array;
  /** Of the value. */
  readonly fraction: number;
  readonly problem: Pick<MixProblem, 'rate' | 'periodsPerYear'>;
}

/** Growth a year of a fraction in the mix and the rest in cash at the risk-free rate. */
export function growthBesideCash(
  { rows, columns, values }: Matrix,
  { weights, fraction, problem: { rate, periodsPerYear } }: BesideCash,
): number {
  const earned = (1 - fraction) * ((1 + rate) ** (1 / periodsPerYear) - 1);
  let logs = 0;
  for (let t = 0; t < rows; t++) {
    const row = values.subarray(t * columns, (t + 1) * columns);
    logs += Math.log1p(fraction * inner(row, weights) + earned);
  }
  return (periodsPerYear * logs) / rows;
}
