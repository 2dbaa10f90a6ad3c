import type { Matrix } from '../../worker/kernels/algebra/matrix.ts';
import type { MixInput } from '../../worker/portfolio/mix/mix-problem.ts';
import type { MixConstraints, MixObjective } from '../../worker/portfolio/mix/mix-question.ts';
import { plainEstimate } from './plain-estimate.ts';

/** What a question asks for besides its objective. */
export interface MixWishes {
  /** Of every symbol. @default 0 */
  readonly lower?: number;
  /** Of every symbol. @default 1 */
  readonly upper?: number;
  /** @default 0 */
  readonly l2?: number;
  /** Risk-free, a year. @default 0 */
  readonly rate?: number;
  /** Of the frontier. @default none */
  readonly points?: number;
  readonly constraints?: MixConstraints;
}

/** A question about daily closes with the plain estimate and the same bounds for every symbol. */
export function mixInput(
  closes: Matrix,
  objective: MixObjective,
  { lower = 0, upper = 1, l2 = 0, rate = 0, points, constraints }: MixWishes = {},
): MixInput {
  const range = (bound: number): number[] => new Array<number>(closes.columns).fill(bound);
  return {
    closes,
    riskFreeRate: rate,
    periodsPerYear: 252,
    question: {
      objective,
      estimate: plainEstimate,
      bounds: { lower: range(lower), upper: range(upper) },
      l2,
      ...(points === undefined ? {} : { points }),
      ...(constraints === undefined ? {} : { constraints }),
    },
  };
}
