import { type Tail, tailMean, tailSize } from '../../kernels/downside/tail-mean.ts';
import { atKinks, keptWeights } from '../../kernels/linear/kept-weights.ts';
import type { KinkedMultipliers } from '../../kernels/linear/kinked-bound.ts';
import { leadingParts } from '../../kernels/linear/kinked-program.ts';
import {
  type BadDays,
  badDays,
  returnSums,
  type TailDay,
  tailShares,
  worstDays,
} from '../../kernels/linear/tail-days.ts';
import type { SolveLinear } from '../mix/linear-solver.ts';
import { type TailSlopes, tailBound } from './tail-bound.ts';
import {
  solveTailProgram,
  type TailQuestion,
  type TailRound,
  type Watched,
  watchedWith,
} from './tail-program.ts';

/** Weights, and what proves that none are better. */
export interface TailFound extends TailSlopes, KinkedMultipliers {
  readonly weights: Float64Array;
  /** Their worst days. */
  readonly worst: Tail;
}

/** Rounds, far above the ten to fifty it takes. */
const maxRounds = 1000;
/** Days beyond a tail that the first program looks at, as a share of it. */
const margin = 1.5;
/** Of the worst day: less is rounding. */
const rounding = 1e-12;
/** Columns for each day that is still looked at: with more a search begins without the idle ones. */
const mostIdle = 2;
/** Of the mean of the worst: days that are further from the tail are let go of. */
const far = 0.5;

/**
 * Minimises −cᵀw + cost + the mean of the worst 1 − β of all days, or keeps that mean within a limit, by
 * programs of the days that matter alone: those found to be worse than a program knew are added until
 * there are none, and those far from the tail are left out again.
 *
 * @param patience  after so many programs none of which raised the objective, it is given up
 * @returns  `stalled` where it was given up, `infeasible` where nothing keeps to the limit, `beyond` where
 *           nothing is better than the hints' worth, `unfinished` where a program was not solved
 * @see Rockafellar & Uryasev (2000), Journal of Risk 2(3), eq. (17), for α and the excesses over it
 * @see Künzi-Bay & Mayer (2006), Computational Management Science 3(1), for programs of a few days
 */
export function searchTail(
  question: TailQuestion,
  solve: SolveLinear,
  patience = Number.POSITIVE_INFINITY,
): TailFound | 'stalled' | TailNone {
  const { measure } = question;
  const sums = returnSums(measure.returns);
  let { last, watched } = begin(question);
  // What other bounds led to is no measure of these.
  let before: number | undefined;
  let hasRisen = false;
  for (let round = 0; round < maxRounds; round++) {
    const next = solveTailProgram(question, { watched, last, sums }, solve);
    if (typeof next === 'string') return next;
    const judged = judge(question, next);
    if ('end' in judged) return judged.end;
    const { added, unit } = judged;
    const rises = before === undefined || next.objective > before + rounding * unit;
    hasRisen ||= rises && before !== undefined;
    if (!hasRisen && round >= patience) return 'stalled';
    // Where the objective has risen the same days can not come back for ever.
    const kept = rises ? pruned(question, next, unit) : next;
    watched = watchedWith(kept.watched, added);
    last = kept;
    before = kept.objective;
  }
  return 'unfinished';
}

/** What a program found, or the days that are missing in it and the size of the risk. */
function judge(
  question: TailQuestion,
  next: TailRound,
):
  | { readonly end: TailFound | 'beyond' }
  | { readonly added: readonly TailDay[]; readonly unit: number } {
  const { terms, measure, hints } = question;
  if (hints !== undefined) hints.memory.last = next;
  const weights = keptWeights(atKinks(terms, next.found.weights), terms);
  const bad = badDays(measure, weights);
  const worst = tailMean(bad.values, measure.confidence);
  if (isBeyond(question, next, { weights, worst })) return { end: 'beyond' };
  const added = unforeseen(question, next, { bad, worst });
  if (added.length === 0) return { end: foundBy(question, next, { weights, worst }) };
  return { added, unit: Math.abs(worst.mean) };
}

/** Why there are no weights. */
export type TailNone = 'infeasible' | 'beyond' | 'unfinished';

/** The days of the last search, and its program where it may go on from there; the worst of the start where there was none. */
function begin(question: TailQuestion): { last: TailRound | undefined; watched: Watched } {
  const last = question.hints?.memory.last;
  if (last === undefined) return { last, watched: firstDays(question) };
  const { watched, leading } = last;
  // A limit of leverage is none where nothing is sold short, which changes the program.
  const { columns, rows } = leadingParts(question.terms);
  const same = leading.columns === columns && leading.rows === rows;
  if (same && watched.columns.size < mostIdle * watched.days.length) return { last, watched };
  return { last: undefined, watched: watchedWith({ days: [], columns: new Map() }, watched.days) };
}

function firstDays({ measure, start }: TailQuestion): Watched {
  const size = tailSize(measure.returns.rows, measure.confidence);
  const bad = badDays(measure, start);
  const least = bad.values.reduce((low, one) => Math.min(low, one));
  const days = worstDays(bad, (value) => 1 + value - least, Math.ceil(margin * size) + 2);
  return watchedWith({ days: [], columns: new Map() }, days);
}

/** Whether the days looked at so far prove that nothing is better than what is known already. */
function isBeyond(
  question: TailQuestion,
  round: TailRound,
  at: Pick<TailFound, 'weights' | 'worst'>,
): boolean {
  const { terms, hints, limit = 0 } = question;
  if (hints === undefined || round.objective < hints.worth) return false;
  return tailBound(terms, foundBy(question, round, at), limit) >= hints.worth;
}

/** Days of the tail that are worse than the program knew; none where it knows the tail but for rounding. */
function unforeseen(
  { measure, limit }: TailQuestion,
  { watched, found }: TailRound,
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
function pruned({ terms, limit }: TailQuestion, next: TailRound, unit: number): TailRound {
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
  { watched, rows, found }: TailRound,
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
