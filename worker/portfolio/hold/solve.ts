import { sumExactly } from '../../kernels/algebra/exact-sum.ts';
import type { Matrix } from '../../kernels/algebra/matrix.ts';
import { type BestHold, bestHold, targetGap } from '../../kernels/hold/best-hold.ts';
import { bindingBounds } from '../../kernels/hold/binding-bounds.ts';
import {
  addedUpByPath,
  type Distinct,
  distinctPaths,
  shareAmongTwins,
} from '../../kernels/hold/duplicates.ts';
import type { GlobalBound } from '../../kernels/hold/global-bound.ts';
import { growthPaths } from '../../kernels/hold/growth.ts';
import { holdGradient, kktResidual } from '../../kernels/hold/hold-gradient.ts';
import { type HoldProblem, holdPoint } from '../../kernels/hold/hold-sharpe.ts';
import { levelWeights } from '../../kernels/hold/level-weights.ts';
import { strictMaximum } from '../../kernels/hold/second-order.ts';
import type { WeightBounds } from '../../kernels/quadratic/weight-bounds.ts';
import { activeBounds, withoutDust } from './active-bounds.ts';
import type { Certificate, FoundOptimum, GlobalCertificate } from './certificate.ts';

/** Symbols up to which the optimum can be proved in time for an answer. */
export const boundedUpTo = 3;

/** Residual, relative to 1 + |ratio|, up to which the conditions of a maximum count as met. */
const converged = 1e-8;

/** What the return of a period is compared with. */
export type Hurdle =
  /** Closes of a benchmark on the same days, NaN where it has none. */
  | { readonly benchmark: Float64Array }
  /** A return per period, effective. */
  | { readonly riskFreePerPeriod: number };

/** What {@link solve} needs; survives `structuredClone`, so that it can cross to a thread. */
export interface SolveInput {
  /** T+1 days × n symbols of adjusted closes, all finite and above 0. */
  readonly closes: Matrix;
  readonly hurdle: Hurdle;
  /** Such as 252 for days. */
  readonly periodsPerYear: number;
  /** Whether the optimum is to be proved the best of all where there are 3 symbols or fewer. */
  readonly globalBound: 'when-small' | 'never';
  /**
   * The least and the largest weight of each column, none below 0, for which there are weights that add
   * up to 1; absent for weights from 0 to 1.
   */
  readonly bounds?: WeightBounds;
  /** Single symbols to start searches from at most; as many as are affordable where absent. */
  readonly mostVertices?: number;
}

/** The best portfolio found. */
export interface Solved {
  readonly solved: true;
  /** One a column; within the bounds; adding up to exactly 1 from left to right. */
  readonly weights: Float64Array;
  /** Annualised, of the excess returns of buying these weights and holding. */
  readonly sharpeRatio: number;
  /** Number of periods that have an excess return. */
  readonly excessCount: number;
  readonly certificate: Certificate;
}

/** Why there is no best portfolio. */
export type UnsolvedReason =
  /** Fewer than two excess returns: no standard deviation. */
  | 'too-few-returns'
  /** No portfolio's excess returns vary, and none gains on the hurdle. */
  | 'zero-variance'
  /** A portfolio gains on the hurdle without any risk: the ratio has no upper bound. */
  | 'unbounded'
  /** The ratio keeps rising towards a portfolio that has none, such as the benchmark itself. */
  | 'unattained';

/** That there is no best portfolio, and why. */
export interface Unsolved {
  readonly solved: false;
  readonly reason: UnsolvedReason;
  readonly excessCount: number;
  /** The portfolio at fault: the riskless one, or the one that the ratio rises towards. */
  readonly weights?: Float64Array;
}

export type Solution = Solved | Unsolved;

/**
 * Finds the long-only buy-and-hold portfolio of the best annualised Sharpe ratio of excess returns
 * (the information ratio, when the hurdle is a benchmark). Pure and deterministic.
 *
 * An excess return exists on days on which the benchmark has a close, and had one the day before.
 *
 * @throws {RangeError} no column, or a benchmark of another length than the closes
 */
export function solve(input: SolveInput): Solution {
  const { closes, periodsPerYear } = input;
  const hurdle = hurdlePath(input.hurdle, closes.rows);
  if (closes.columns === 0) throw new RangeError('Cannot solve without a column of closes.');
  const excessCount = hurdle.filter((value) => !Number.isNaN(value)).length;
  if (excessCount < 2) return { solved: false, reason: 'too-few-returns', excessCount };
  const problem = within({ growth: growthPaths(closes), hurdle, periodsPerYear }, input.bounds);
  const { bounds } = problem;
  const distinct = distinctPaths(problem.growth);
  const paths = { growth: distinct.growth, hurdle, periodsPerYear };
  const searched = within(paths, boundsOfPaths(distinct, input));
  const found = bestHold(searched, {
    equalWeights: equalWeights(distinct, bounds),
    boundUpTo: input.globalBound === 'when-small' ? boundedUpTo : 0,
    ...(input.mostVertices === undefined ? {} : { mostVertices: input.mostVertices }),
  });
  if (found.best !== undefined) {
    const shares = shareAmongTwins(distinct, withoutDust(found.best, searched.bounds), bounds);
    const weights = keptExactly(shares, input.bounds);
    return solved({ problem, distinct, found, weights, excessCount });
  }
  if (found.risesTo === undefined) return { solved: false, reason: 'zero-variance', excessCount };
  return {
    solved: false,
    reason: found.unbounded ? 'unbounded' : 'unattained',
    excessCount,
    weights: shareAmongTwins(distinct, found.risesTo, bounds),
  };
}

/** The problem within bounds, where these can hold anything back. */
function within(problem: HoldProblem, given: WeightBounds | undefined): HoldProblem {
  const bounds = given && bindingBounds(given);
  return bounds === undefined ? problem : { ...problem, bounds };
}

/** What symbols of one path have together is bounded by the sums of their bounds. */
function boundsOfPaths(
  distinct: Distinct,
  { bounds }: Pick<SolveInput, 'bounds'>,
): WeightBounds | undefined {
  if (bounds === undefined) return undefined;
  return {
    lower: addedUpByPath(distinct, bounds.lower),
    upper: addedUpByPath(distinct, bounds.upper),
  };
}

/** Weights that add up to exactly 1, none a last digit past its bounds, nor off one where it need not. */
function keptExactly(weights: Float64Array, bounds: WeightBounds | undefined): Float64Array {
  if (bounds === undefined) return sumExactly(weights);
  const least = (i: number): number => bounds.lower[i] ?? 0;
  const most = (i: number): number => bounds.upper[i] ?? 1;
  const kept = weights.map((weight, i) => Math.min(Math.max(weight, least(i)), most(i)));
  const within = (weight: number, i: number): boolean => weight >= least(i) && weight <= most(i);
  const stands = (weight: number, i: number): boolean => weight === least(i) || weight === most(i);
  const exact = sumExactly(kept, 1, {
    lower: kept.map((weight, i) => (stands(weight, i) ? weight : least(i))),
    upper: kept.map((weight, i) => (stands(weight, i) ? weight : most(i))),
  });
  return exact.every(within) ? exact : sumExactly(kept, 1, bounds);
}

/** The equal weights of all symbols by path, or those within the bounds that are nearest to them. */
function equalWeights(distinct: Distinct, bounds: WeightBounds | undefined): Float64Array {
  if (bounds !== undefined) return addedUpByPath(distinct, levelWeights(bounds));
  const symbols = distinct.rowOf.length;
  return Float64Array.from(distinct.sharers, (count) => count / symbols);
}

/** What each return is compared with, length T+1; NaN where there is nothing, and on the first day. */
export function hurdlePath(hurdle: Hurdle, days: number): Float64Array {
  const path = new Float64Array(days).fill(Number.NaN);
  if ('riskFreePerPeriod' in hurdle) return path.fill(hurdle.riskFreePerPeriod, 1);
  const { benchmark } = hurdle;
  if (benchmark.length !== days) {
    throw new RangeError(`Cannot compare ${days} days of closes with ${benchmark.length} days.`);
  }
  return path.map((_, t) => (benchmark[t] ?? Number.NaN) / (benchmark[t - 1] ?? Number.NaN) - 1);
}

interface Found {
  readonly problem: HoldProblem;
  readonly distinct: Distinct;
  readonly found: BestHold;
  readonly weights: Float64Array;
  readonly excessCount: number;
}

function solved({ problem, distinct, found, weights, excessCount }: Found): Solved {
  const { bounds } = problem;
  const point = holdPoint(problem, weights);
  const gradient = holdGradient(problem, point);
  const residual = kktResidual(weights, gradient, bounds);
  const { equalWeightsStartRatio: fromEqual, bound } = found;
  // Within bounds twins may both have to stay where they are, which their prices tell.
  const shared =
    bounds === undefined &&
    weights.some((weight, i) => weight > 0 && (distinct.sharers[distinct.rowOf[i] ?? 0] ?? 0) > 1);
  return {
    solved: true,
    weights,
    sharpeRatio: point.ratio,
    excessCount,
    certificate: {
      converged: residual <= converged * (1 + Math.abs(point.ratio)),
      kktResidual: residual,
      active: activeBounds(weights, gradient, bounds),
      strict: !shared && strictMaximum(problem, point, gradient),
      starts: found.starts,
      distinctOptima: distinctOptima(found, distinct, bounds),
      ...(fromEqual === undefined ? {} : { equalWeightsStartRatio: fromEqual }),
      ...(bound === undefined ? {} : { global: globalCertificate(bound, point.ratio) }),
    },
  };
}

function distinctOptima(
  { optima }: BestHold,
  distinct: Distinct,
  bounds: WeightBounds | undefined,
): readonly FoundOptimum[] {
  return optima.map(({ optimum, starts }) => ({
    sharpeRatio: optimum.point.ratio,
    weights: shareAmongTwins(distinct, optimum.point.weights, bounds),
    starts,
  }));
}

function globalCertificate({ upperBound, nodes }: GlobalBound, ratio: number): GlobalCertificate {
  if (!Number.isFinite(upperBound)) return { proven: false, nodes };
  const gap = Math.max(0, upperBound - ratio);
  return { proven: gap <= targetGap, upperBound: ratio + gap, gap, nodes };
}
