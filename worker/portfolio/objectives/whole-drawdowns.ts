import { tailMean, tailSize } from '../../kernels/downside/tail-mean.ts';
import { dualProgram } from '../../kernels/linear/dual-program.ts';
import { atKinks, keptWeights } from '../../kernels/linear/kept-weights.ts';
import {
  type FurtherRow,
  type KinkedQuestion,
  kinkedProgram,
  readKinked,
} from '../../kernels/linear/kinked-program.ts';
import { badDays } from '../../kernels/linear/tail-days.ts';
import type { SolveLinear } from '../mix/linear-solver.ts';
import { linearTimeLimitMs } from './linear-time-limit.ts';
import type { TailQuestion } from './tail-program.ts';
import type { TailFound } from './tail-search.ts';

/** Of the work of one program of all days, by T² and n, and of many of a few, by n²: measured. */
const perDays = 1e-3;

/** Whether a program of all days may be solved sooner than many of a few: where symbols are many and days few. */
export function isWhole(days: number, symbols: number): boolean {
  return perDays * days ** 2 * (1 + symbols / 20) < symbols ** 2;
}

/**
 * The worst drawdowns from a program of all days: uₜ ≥ uₜ₋₁ − rₜᵀw and zₜ ≥ uₜ − α, solved by its dual.
 *
 * @see Chekhlov, Uryasev & Zabarankin (2005), Int. J. Theoretical & Applied Finance 8(1), §4
 */
export function wholeDrawdowns(
  question: TailQuestion,
  solve: SolveLinear,
): TailFound | 'infeasible' | 'unfinished' {
  const { terms, measure, limit } = question;
  const asked = wholeQuestion(question);
  const dual = dualProgram(kinkedProgram(asked));
  const solved = solve(dual.program, { timeLimitMs: linearTimeLimitMs });
  if (solved.status === 'unbounded') return 'infeasible';
  if (solved.status !== 'optimal') return 'unfinished';
  const found = readKinked(asked, dual.read(solved));
  const weights = keptWeights(atKinks(terms, found.weights), terms);
  const worst = tailMean(badDays(measure, weights).values, measure.confidence);
  const before = limit === undefined ? 0 : 1;
  const tailPrice = limit === undefined ? 1 : Math.max(0, -(found.prices[0] ?? 0));
  const prices = found.prices.slice(before).map((one) => (tailPrice > 0 ? one / tailPrice : one));
  const slopes = slopesOf(question, prices);
  const { rowMultipliers, limitMultipliers } = found;
  return { weights, worst, slopes, tailPrice, rowMultipliers, limitMultipliers };
}

/** Further columns: α, the excesses z, the drawdowns u. Further rows: the limit, z, u. */
function wholeQuestion({ terms, measure, limit }: TailQuestion): KinkedQuestion {
  const { rows: days, columns: symbols, values } = measure.returns;
  const share = 1 / tailSize(days, measure.confidence);
  const price = limit === undefined ? 1 : 0;
  const open = { lower: 0, upper: Number.POSITIVE_INFINITY };
  const nothing = new Float64Array(symbols);
  const excess = (t: number): number => 1 + t;
  const fall = (t: number): number => 1 + days + t;
  const every = Array.from({ length: days }, (_, t) => t);
  const falls = every.map(
    (t): FurtherRow => ({
      weights: values.slice(t * symbols, (t + 1) * symbols),
      others:
        t === 0
          ? [[fall(t), 1]]
          : [
              [fall(t), 1],
              [fall(t - 1), -1],
            ],
      ...open,
    }),
  );
  const excesses = every.map(
    (t): FurtherRow => ({
      weights: nothing,
      others: [
        [0, 1],
        [excess(t), 1],
        [fall(t), -1],
      ],
      ...open,
    }),
  );
  const limits: FurtherRow[] =
    limit === undefined
      ? []
      : [
          {
            weights: nothing,
            others: [[0, 1], ...every.map((t) => [excess(t), share] as const)],
            lower: Number.NEGATIVE_INFINITY,
            upper: limit,
          },
        ];
  return {
    terms,
    columns: [
      { ...open, cost: price },
      ...every.map(() => ({ ...open, cost: price * share })),
      ...every.map(() => ({ ...open, cost: 0 })),
    ],
    rows: [...limits, ...excesses, ...falls],
  };
}

/** −Σ qₜ·rₜ, with shares that the mean of the worst allows: 0 ≤ qₜ ≤ qₜ₊₁ + pₜ, p of the tail. */
function slopesOf({ measure }: TailQuestion, prices: Float64Array): Float64Array {
  const { rows: days, columns: symbols, values } = measure.returns;
  const most = Math.min(1, 1 / tailSize(days, measure.confidence));
  const tail = prices.slice(0, days).map((one) => Math.min(most, Math.max(0, one)));
  const scale = Math.max(
    1,
    tail.reduce((sum, one) => sum + one, 0),
  );
  const slopes = new Float64Array(symbols);
  let next = 0;
  for (let t = days - 1; t >= 0; t--) {
    next = Math.min(Math.max(0, prices[days + t] ?? 0), next + (tail[t] ?? 0) / scale);
    if (next === 0) continue;
    for (let i = 0; i < symbols; i++) {
      slopes[i] = (slopes[i] ?? 0) - next * (values[t * symbols + i] ?? 0);
    }
  }
  return slopes;
}
