import { sumExactly } from '../../kernels/algebra/exact-sum.ts';
import type { Matrix } from '../../kernels/algebra/matrix.ts';
import { type BestHold, bestHold, targetGap } from '../../kernels/hold/best-hold.ts';
import { type Distinct, distinctPaths, shareAmongTwins } from '../../kernels/hold/duplicates.ts';
import type { GlobalBound } from '../../kernels/hold/global-bound.ts';
import { growthPaths } from '../../kernels/hold/growth.ts';
import { holdGradient, kktResidual } from '../../kernels/hold/hold-gradient.ts';
import { type HoldProblem, holdPoint } from '../../kernels/hold/hold-sharpe.ts';
import type { LocalOptimum } from '../../kernels/hold/local-search.ts';
import { strictMaximum } from '../../kernels/hold/second-order.ts';
import type { Certificate, FoundOptimum, GlobalCertificate } from './certificate.ts';

/** Symbols up to which the optimum can be proved in time for an answer. */
export const boundedUpTo = 3;

/** Residual, relative to 1 + |ratio|, up to which the conditions of a maximum count as met. */
const converged = 1e-8;

/** Weights below this that the conditions allow to be 0 are. */
const negligible = 1e-12;

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
  /** Single symbols to start searches from at most; as many as are affordable where absent. */
  readonly mostVertices?: number;
}

/** The best portfolio found. */
export interface Solved {
  readonly solved: true;
  /** One a column; none negative; adding up to exactly 1 from left to right. */
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
  const problem = { growth: growthPaths(closes), hurdle, periodsPerYear };
  const distinct = distinctPaths(problem.growth);
  const found = bestHold(
    { ...problem, growth: distinct.growth },
    {
      equalWeights: Float64Array.from(distinct.sharers, (count) => count / closes.columns),
      boundUpTo: input.globalBound === 'when-small' ? boundedUpTo : 0,
      ...(input.mostVertices === undefined ? {} : { mostVertices: input.mostVertices }),
    },
  );
  if (found.best !== undefined) {
    return solved({ problem, distinct, found, best: found.best, excessCount });
  }
  if (found.risesTo === undefined) return { solved: false, reason: 'zero-variance', excessCount };
  return {
    solved: false,
    reason: found.unbounded ? 'unbounded' : 'unattained',
    excessCount,
    weights: shareAmongTwins(distinct, found.risesTo),
  };
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
  readonly best: LocalOptimum;
  readonly excessCount: number;
}

function solved({ problem, distinct, found, best, excessCount }: Found): Solved {
  const weights = sumExactly(shareAmongTwins(distinct, withoutDust(best)));
  const point = holdPoint(problem, weights);
  const residual = kktResidual(weights, holdGradient(problem, point));
  const { equalWeightsStartRatio: fromEqual, bound } = found;
  const shared = weights.some(
    (weight, i) => weight > 0 && (distinct.sharers[distinct.rowOf[i] ?? 0] ?? 0) > 1,
  );
  return {
    solved: true,
    weights,
    sharpeRatio: point.ratio,
    excessCount,
    certificate: {
      converged: residual <= converged * (1 + Math.abs(point.ratio)),
      kktResidual: residual,
      strict: !shared && strictMaximum(problem, point, holdGradient(problem, point)),
      starts: found.starts,
      distinctOptima: distinctOptima(found, distinct),
      ...(fromEqual === undefined ? {} : { equalWeightsStartRatio: fromEqual }),
      ...(bound === undefined ? {} : { global: globalCertificate(bound, point.ratio) }),
    },
  };
}

/** The optimum without weights that are there by rounding alone. */
function withoutDust({ point, gradient }: LocalOptimum): Float64Array {
  return point.weights.map((weight, i) =>
    weight < negligible && (gradient[i] ?? 0) <= 0 ? 0 : weight,
  );
}

function distinctOptima({ optima }: BestHold, distinct: Distinct): readonly FoundOptimum[] {
  return optima.map(({ optimum, starts }) => ({
    sharpeRatio: optimum.point.ratio,
    weights: shareAmongTwins(distinct, optimum.point.weights),
    starts,
  }));
}

function globalCertificate({ upperBound, nodes }: GlobalBound, ratio: number): GlobalCertificate {
  if (!Number.isFinite(upperBound)) return { proven: false, nodes };
  const gap = Math.max(0, upperBound - ratio);
  return { proven: gap <= targetGap, upperBound: ratio + gap, gap, nodes };
}
