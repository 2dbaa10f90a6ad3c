import { type Tail, tailMean, tailSize } from '../../kernels/downside/tail-mean.ts';
import { atKinks, keptWeights } from '../../kernels/linear/kept-weights.ts';
import type { KinkedMultipliers } from '../../kernels/linear/kinked-bound.ts';
import {
  type FurtherRow,
  type KinkedOptimum,
  type KinkedQuestion,
  kinkedProgram,
  leadingParts,
  readKinked,
} from '../../kernels/linear/kinked-program.ts';
import {
  type BadDays,
  badDays,
  returnSums,
  type TailDay,
  tailShares,
  worstDays,
} from '../../kernels/linear/tail-days.ts';
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
}

/** Weights, and what proves that none are better. */
export interface TailFound extends KinkedMultipliers {
  readonly weights: Float64Array;
  /** Their worst days. */
  readonly worst: Tail;
  /** a: no weights v have a mean of the worst below aᵀv. */
  readonly slopes: Float64Array;
  /** What a unit of the limit is worth; 1 without one. */
  readonly tailPrice: number;
}

/** Rounds, far above the ten to fifty it takes. */
const maxRounds = 1000;
/** Days beyond a tail that the first program looks at, as a share of it. */
const margin = 1.5;
/** Of the worst day: less is rounding. */
const rounding = 1e-12;
/** Of the mean of the worst: days that are further from the tail are let go of. */
const far = 0.5;

/** The days that programs look at. */
interface Watched {
  readonly days: readonly TailDay[];
  /** The place of each day among the further columns. */
  readonly columns: ReadonlyMap<number, number>;
}

/** A program, what it rests on, and its solution. */
interface Round {
  readonly watched: Watched;
  readonly rows: readonly FurtherRow[];
  readonly found: KinkedOptimum;
  readonly basis: LinearBasis;
  readonly objective: number;
}

/**
 * Minimises −cᵀw + cost + the mean of the worst 1 − β of all days, or keeps that mean within a limit, by
 * programs of the days that matter alone: those found to be worse than a program knew are added until
 * there are none, and those far from the tail are left out again.
 *
 * @param patience  after so many programs none of which raised the objective, it is given up
 * @returns  `stalled` where it was given up, `infeasible` where nothing keeps to the limit, `unfinished` where a program was not solved
 * @see Rockafellar & Uryasev (2000), Journal of Risk 2(3), eq. (17), for α and the excesses over it
 * @see Künzi-Bay & Mayer (2006), Computational Management Science 3(1), for programs of a few days
 */
export function searchTail(
  question: TailQuestion,
  solve: SolveLinear,
  patience = Number.POSITIVE_INFINITY,
): TailFound | 'stalled' | 'infeasible' | 'unfinished' {
  const { terms, measure, start } = question;
  const sums = returnSums(measure.returns);
  const size = tailSize(measure.returns.rows, measure.confidence);
  const atStart = badDays(measure, start);
  const least = atStart.values.reduce((low, one) => Math.min(low, one));
  const first = worstDays(atStart, (value) => 1 + value - least, Math.ceil(margin * size) + 2);
  let watched = joined({ days: [], columns: new Map() }, first);
  let last: Round | undefined;
  let hasRisen = false;
  for (let round = 0; round < maxRounds; round++) {
    const next = solveRound(question, { watched, last, sums }, solve);
    if (typeof next === 'string') return next;
    const weights = keptWeights(atKinks(terms, next.found.weights), terms);
    const bad = badDays(measure, weights);
    const worst = tailMean(bad.values, measure.confidence);
    const added = unforeseen(question, next, { bad, worst });
    if (added.length === 0) return foundBy(question, next, { weights, worst });
    const unit = Math.abs(worst.mean);
    const rises = last === undefined || next.objective > last.objective + rounding * unit;
    hasRisen ||= rises && last !== undefined;
    if (!hasRisen && round >= patience) return 'stalled';
    // Where the objective has risen the same days can not come back for ever.
    const kept = rises ? pruned(question, next, unit) : next;
    watched = joined(kept.watched, added);
    last = kept;
  }
  return 'unfinished';
}

function joined({ days, columns }: Watched, added: readonly TailDay[]): Watched {
  const places = new Map(columns);
  for (const { day } of added) if (!places.has(day)) places.set(day, places.size + 1);
  return { days: [...days, ...added], columns: places };
}

interface Setting {
  readonly watched: Watched;
  readonly last: Round | undefined;
  readonly sums: (one: TailDay) => Float64Array;
}

function solveRound(
  { terms, measure, limit }: TailQuestion,
  { watched, last, sums }: Setting,
  solve: SolveLinear,
): Round | 'infeasible' | 'unfinished' {
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
  return { watched, rows, found, basis: solved.basis, objective: solved.check.objective };
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

/** Days of the tail that are worse than the program knew; none where it knows the tail but for rounding. */
function unforeseen(
  { measure, limit }: TailQuestion,
  { watched, found }: Round,
  { bad, worst }: { readonly bad: BadDays; readonly worst: Tail },
): readonly TailDay[] {
  const size = tailSize(measure.returns.rows, measure.confidence);
  const excessOf = (day: number): number => {
    const column = watched.columns.get(day);
    return column === undefined ? 0 : Math.max(0, found.others[column] ?? 0);
  };
  const [level = 0, ...excesses] = found.others;
  const known = level + excesses.reduce((sum, one) => sum + Math.max(0, one), 0) / size;
  const least = rounding * bad.values.reduce((largest, one) => Math.max(largest, Math.abs(one)), 0);
  if (worst.mean - (limit ?? known) <= least) return [];
  const over = (value: number, day: number): number =>
    value < worst.level ? 0 : value - level - excessOf(day) - least;
  const keys = new Set(watched.days.map(({ day, since }) => `${since} ${day}`));
  const isNew = ({ day, since }: TailDay): boolean => !keys.has(`${since} ${day}`);
  return worstDays(bad, over, Math.ceil(size) + 8).filter(isNew);
}

/** Without the days that the optimum is far from. */
function pruned({ terms, limit }: TailQuestion, next: Round, unit: number): Round {
  const { watched, rows, found, basis } = next;
  const before = limit === undefined ? 0 : 1;
  const [level = 0] = found.others;
  const isKept = ({ day }: TailDay, r: number): boolean => {
    const row = rows[before + r];
    const room = level + (found.others[watched.columns.get(day) ?? 0] ?? 0);
    const gained =
      row?.weights.reduce((sum, one, i) => sum + one * (found.weights[i] ?? 0), 0) ?? 0;
    return found.prices[before + r] !== 0 || !(room + gained > far * unit);
  };
  const kept = watched.days.map(isKept);
  const leading = leadingParts(terms).rows + before;
  return {
    ...next,
    watched: { ...watched, days: watched.days.filter((_, r) => kept[r]) },
    rows: rows.filter((_, r) => r < before || kept[r - before]),
    // A row with room is basic, so that the rest is a basis of the smaller program.
    basis: {
      ...basis,
      rows: basis.rows.filter((_, r) => r < leading || kept[r - leading] === true),
    },
  };
}

function foundBy(
  { measure, limit }: TailQuestion,
  { watched, rows, found }: Round,
  { weights, worst }: Pick<TailFound, 'weights' | 'worst'>,
): TailFound {
  const before = limit === undefined ? 0 : 1;
  const prices = found.prices.slice(before);
  const tailPrice = limit === undefined ? 1 : Math.max(0, -(found.prices[0] ?? 0));
  const ofOne = tailPrice > 0 ? prices.map((price) => price / tailPrice) : prices;
  const shares = tailShares(watched.days, ofOne, measure);
  const slopes = new Float64Array(weights.length);
  for (const [r, share] of shares.entries()) {
    if (share === 0) continue;
    const gains = rows[before + r]?.weights ?? slopes;
    for (let i = 0; i < slopes.length; i++) slopes[i] = (slopes[i] ?? 0) - share * (gains[i] ?? 0);
  }
  const { rowMultipliers, limitMultipliers } = found;
  return { weights, worst, slopes, tailPrice, rowMultipliers, limitMultipliers };
}
