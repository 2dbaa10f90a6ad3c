import type { Matrix } from '../../kernels/algebra/matrix.ts';
import { tailSize } from '../../kernels/downside/tail-mean.ts';
import {
  type FurtherRow,
  type KinkedOptimum,
  type KinkedQuestion,
  kinkedProgram,
  leadingParts,
  readKinked,
} from '../../kernels/linear/kinked-program.ts';
import type { TailDay } from '../../kernels/linear/tail-days.ts';
import type { TailMeasure } from '../../kernels/linear/tail-slope.ts';
import type { KinkedTerms } from '../../kernels/quadratic/kinked-problem.ts';
import type { LinearBasis, LinearOutcome, SolveLinear } from '../mix/linear-solver.ts';
import { linearTimeLimitMs } from './linear-time-limit.ts';

/** The worst days are made small, or kept within a limit. */
export interface TailQuestion {
  /** What weights keep to, and what is gained less what it costs. */
  readonly terms: KinkedTerms;
  readonly measure: TailMeasure;
  /** The most that the mean of the worst may be; without one it is minimised beside the cost. */
  readonly limit?: number;
  /** Weights that keep to the terms: the first days are their worst. */
  readonly start: Float64Array;
  readonly hints?: TailHints;
}

/** How a search of one question among many that differ in their bounds alone goes about it. */
export interface TailHints {
  /** What the searches leave to one another. */
  readonly memory: TailMemory;
  /** Where nothing is better than this value, it is enough to know that. */
  readonly worth: number;
}

/** What searches have in common, and the last program of those so far. */
export interface TailMemory {
  returns?: Matrix;
  last?: TailRound;
}

/** The days that programs look at. */
export interface Watched {
  readonly days: readonly TailDay[];
  /** The place of each day among the further columns. */
  readonly columns: ReadonlyMap<number, number>;
}

/** A program, what it rests on, and its solution. */
export interface TailRound {
  readonly watched: Watched;
  /** Of the program's columns and rows those before the days'. */
  readonly leading: ReturnType<typeof leadingParts>;
  readonly rows: readonly FurtherRow[];
  readonly found: KinkedOptimum;
  readonly basis: LinearBasis;
  readonly objective: number;
}

/** Days beside those that are looked at already. */
export function watchedWith({ days, columns }: Watched, added: readonly TailDay[]): Watched {
  const places = new Map(columns);
  for (const { day } of added) if (!places.has(day)) places.set(day, places.size + 1);
  return { days: [...days, ...added], columns: places };
}

interface Setting {
  readonly watched: Watched;
  readonly last: TailRound | undefined;
  readonly sums: (one: TailDay) => Float64Array;
}

/**
 * Minimises −cᵀw + cost + the mean of the worst of the days that are looked at, or keeps that mean within
 * a limit.
 *
 * @see Rockafellar & Uryasev (2000), Journal of Risk 2(3), eq. (17), for α and the excesses over it
 */
export function solveTailProgram(
  { terms, measure, limit }: TailQuestion,
  { watched, last, sums }: Setting,
  solve: SolveLinear,
): TailRound | 'infeasible' | 'unfinished' {
  const share = 1 / tailSize(measure.returns.rows, measure.confidence);
  const price = limit === undefined ? 1 : 0;
  const open = { lower: 0, upper: Number.POSITIVE_INFINITY };
  const level = measure.of === 'losses' ? Number.NEGATIVE_INFINITY : 0;
  const columns = [
    { ...open, cost: price, lower: level },
    ...Array.from(watched.columns, () => ({ ...open, cost: price * share })),
  ];
  const known = last?.rows.slice(limit === undefined ? 0 : 1) ?? [];
  const days = watched.days.map(
    (one, r): FurtherRow =>
      known[r] ?? {
        weights: sums(one),
        others: [
          [0, 1],
          [watched.columns.get(one.day) ?? 0, 1],
        ],
        ...open,
      },
  );
  const rows =
    limit === undefined ? days : [limitRow(terms, columns.length, { limit, share }), ...days];
  const asked: KinkedQuestion = { terms, columns, rows };
  const solved = solvedFrom(asked, last?.basis, solve);
  if (solved.status === 'infeasible') return 'infeasible';
  if (solved.status !== 'optimal') return 'unfinished';
  const found = readKinked(asked, solved);
  const leading = leadingParts(terms);
  return { watched, leading, rows, found, basis: solved.basis, objective: solved.check.objective };
}

/** α and the excesses over it, which are the mean of the worst. */
function limitRow(
  { linear }: KinkedTerms,
  columns: number,
  { limit, share }: { readonly limit: number; readonly share: number },
): FurtherRow {
  return {
    weights: new Float64Array(linear.length),
    others: Array.from({ length: columns }, (_, k) => [k, k === 0 ? 1 : share] as const),
    lower: Number.NEGATIVE_INFINITY,
    upper: limit,
  };
}

/** From where the last program ended; where that leads nowhere, afresh. */
function solvedFrom(
  asked: KinkedQuestion,
  from: LinearBasis | undefined,
  solve: SolveLinear,
): LinearOutcome {
  const program = kinkedProgram(asked);
  const options = { timeLimitMs: linearTimeLimitMs };
  if (from !== undefined) {
    const solved = solve(program, { ...options, from });
    if (solved.status === 'optimal') return solved;
  }
  return solve(program, options);
}
