import type { Shape } from '../algebra/symmetric-products.ts';
import { filledUp, kindsOfStarts } from './bounded-starts.ts';
import { type GlobalBound, globalBound } from './global-bound.ts';
import { gainsSurely, type HoldProblem, holdPoint, singularDeviation } from './hold-sharpe.ts';
import type { LocalOptimum } from './local-search.ts';
import { type DistinctOptimum, MultiStart } from './multi-start.ts';
import { startingPoints, vertex } from './starts.ts';

/** How {@link bestHold} searches. */
export interface BestHoldOptions {
  /** The weights that stand for equal ones: length n, within the bounds, summing to 1. */
  readonly equalWeights: Float64Array;
  /** Symbols up to which the optimum is bounded over all portfolios, 3 at most; 0: never. */
  readonly boundUpTo: number;
  /** Single symbols to start from at most; {@link vertexStarts} of the problem where absent. */
  readonly mostVertices?: number;
}

/** What {@link bestHold} found. */
export interface BestHold {
  /** Absent when the ratio has no maximum. */
  readonly best?: LocalOptimum;
  /** What the ratio rises towards, when it has no maximum: a portfolio that hardly varies. */
  readonly risesTo?: Float64Array;
  /** Whether that portfolio gains on the hurdle, so that the ratio has no bound either. */
  readonly unbounded: boolean;
  readonly starts: number;
  readonly optima: readonly DistinctOptimum[];
  /** The ratio found from equal weights; absent where equal weights have none. */
  readonly equalWeightsStartRatio?: number;
  readonly bound?: GlobalBound;
}

/** How far the proved bound may stay above the best portfolio found, annualised. */
export const targetGap = 1e-4;

/**
 * How many single symbols serve as starts: 20 as long as symbols × days is up to 200,000, fewer
 * beyond, down to 2.
 *
 * @param kinds  how many starts each symbol gives: 1, or {@link kindsOfStarts} within bounds
 */
export function vertexStarts({ rows: symbols, columns: days }: Shape, kinds = 1): number {
  const affordable = Math.floor(vertexBudget / (symbols * days));
  const most = kinds * Math.min(symbols, maxVertices);
  return Math.min(most, Math.max(minVertices, affordable));
}

/** Limits of branch and bound: cells, and cells times days. */
const maxNodes = 20_000;
const maxNodeDays = 10_000_000;

/** How many single symbols serve as starts, at least (where there are as many) and at most. */
const minVertices = 2;
const maxVertices = 20;

/** Symbols × days × starts from single symbols to stay within: about 0.1 s of work. */
const vertexBudget = 4_000_000;

/**
 * Symbols times days up to which every search goes all the way. Beyond, searches from single
 * symbols may join the best end so far. Of 8,400 searches measured to join where the ratio has a
 * maximum, none would have ended higher; one in fifty would have found a lesser local maximum.
 */
const independentUpTo = 16_000;

/** How often branch and bound may find a better portfolio and begin anew. */
const maxRestarts = 10;

/**
 * Searches the best buy-and-hold portfolio from many starts: equal weights, the best fixed mix and
 * every single symbol (the best 20 by their own ratio, or {@link vertexStarts}). The ratio has several local maxima on
 * volatile markets; where the symbols are few, branch and bound then proves that none is better,
 * or finds the one that is.
 */
export function bestHold(problem: HoldProblem, options: BestHoldOptions): BestHold {
  const { boundUpTo } = options;
  const sure = surelyGaining(problem);
  if (sure !== undefined) return { risesTo: sure, unbounded: true, starts: 0, optima: [] };
  const search = new MultiStart(problem);
  const fromEqual = searchAll(search, problem, options);
  const bound =
    problem.growth.rows <= boundUpTo && maximumOf(search) !== undefined
      ? boundedAbove(problem, search)
      : undefined;
  return {
    ...outcome(search),
    starts: search.starts,
    optima: search.optima,
    ...(fromEqual === undefined ? {} : { equalWeightsStartRatio: fromEqual }),
    ...(bound === undefined ? {} : { bound }),
  };
}

/** Searches from all starts. @returns what the one from equal weights finds; undefined without a ratio */
function searchAll(
  search: MultiStart,
  problem: HoldProblem,
  { equalWeights, mostVertices = Number.POSITIVE_INFINITY }: BestHoldOptions,
): number | undefined {
  const { growth, bounds } = problem;
  const fromEqual =
    holdPoint(problem, equalWeights).deviation < singularDeviation
      ? undefined
      : search.search(equalWeights).point.ratio;
  const affordable = vertexStarts(growth, bounds === undefined ? 1 : kindsOfStarts);
  const { fixedMix, vertices } = startingPoints(problem, Math.min(mostVertices, affordable));
  if (fixedMix !== undefined) search.search(fixedMix);
  const large = growth.values.length > independentUpTo;
  for (const start of vertices) {
    if (large) search.searchOrJoin(start);
    else search.search(start);
  }
  return fromEqual;
}

/**
 * A symbol that alone gains on the hurdle as good as without risk; within bounds a portfolio that does,
 * of as much in such symbols as these allow.
 */
function surelyGaining(problem: HoldProblem): Float64Array | undefined {
  const { bounds } = problem;
  const sure: number[] = [];
  for (let i = 0; i < problem.growth.rows; i++) {
    const alone = vertex(problem.growth.rows, i);
    if (!gainsSurely(holdPoint(problem, alone))) continue;
    if (bounds === undefined) return alone;
    sure.push(i);
  }
  if (bounds === undefined || sure.length === 0) return undefined;
  const filled = filledUp(bounds, sure);
  return gainsSurely(holdPoint(problem, filled)) ? filled : undefined;
}

/** The best end that is a portfolio with a ratio, unless the ratio rises further elsewhere. */
function maximumOf({ optima, singular }: MultiStart): LocalOptimum | undefined {
  const best = optima[0]?.optimum;
  if (best === undefined || singular === undefined) return best;
  return singular.point.ratio > best.point.ratio ? undefined : best;
}

function outcome(search: MultiStart): Pick<BestHold, 'best' | 'risesTo' | 'unbounded'> {
  const best = maximumOf(search);
  if (best !== undefined) return { best, unbounded: false };
  const { singular } = search;
  if (singular === undefined) return { unbounded: false };
  return { risesTo: singular.point.weights, unbounded: gainsSurely(singular.point) };
}

function boundedAbove(problem: HoldProblem, search: MultiStart): GlobalBound | undefined {
  const nodeLimit = Math.min(maxNodes, Math.floor(maxNodeDays / problem.growth.columns));
  for (let restart = 0; restart <= maxRestarts; restart++) {
    const known = maximumOf(search)?.point.ratio;
    if (known === undefined) return undefined;
    const bound = globalBound(problem, { known, targetGap, maxNodes: nodeLimit });
    if (bound.better === undefined) return bound;
    search.search(bound.better);
  }
  return undefined;
}
