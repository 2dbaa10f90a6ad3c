import type { Matrix } from '../kernels/matrix.ts';
import type { MixConstraints, MixQuestion } from './mix-question.ts';

/** What a fixed mix is worked out from; survives `structuredClone`, so that it can cross to a thread. */
export interface MixInput {
  /** T+1 days × n symbols of adjusted closes above 0, NaN where there is none. */
  readonly closes: Matrix;
  /** T+1 closes of the market on the same days, NaN where it has none; absent without a benchmark. */
  readonly market?: Float64Array;
  /** Effective per year. */
  readonly riskFreeRate: number;
  /** Such as 252 for days. */
  readonly periodsPerYear: number;
  readonly question: MixQuestion;
}

/** μ and Σ per year, and what they rest on. */
export interface Estimate {
  /** Length n, per year. */
  readonly mean: Float64Array;
  /** n × n, per year, positive semidefinite. */
  readonly covariance: Matrix;
  /** n × n: where it is not that of the covariance, each pair over the days that both have. */
  readonly correlation?: Matrix;
  /** Length n: how many returns each symbol has. */
  readonly counts: Int32Array;
  /** How far the sample covariance was shrunk, where it was. */
  readonly shrinkage?: number;
  /** Whether negative eigenvalues of the covariance had to be raised to 0. */
  readonly repaired?: boolean;
  /** How far the sample means were shrunk, where they were. */
  readonly meanShrinkage?: number;
}

/** Bounds, the rate and γ: what weights are to keep, and be measured against. */
export interface MixProblem extends Estimate {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** Absent where bounds are all that weights keep to. */
  readonly constraints?: MixConstraints;
  /** Per year. */
  readonly rate: number;
  /** γ: γ·wᵀw counts as variance. */
  readonly l2: number;
}

/** Why there is no answer; columns are those of the closes. */
export type MixFault =
  /** A symbol, or a pair (i ≠ j), has fewer than two returns in common. */
  | {
      readonly reason: 'too-few-returns';
      readonly i: number;
      readonly j: number;
      readonly count: number;
    }
  /** The market of the CAPM does not move on these days. */
  | { readonly reason: 'no-market' }
  /** Symbols whose price never moves, where that has no sense. */
  | { readonly reason: 'zero-variance'; readonly columns: readonly number[] }
  /** No weights within the bounds have a return above the rate; `most` is the best of them. */
  | { readonly reason: 'no-excess'; readonly most: number }
  /** A portfolio has no risk but a return above the rate. */
  | { readonly reason: 'riskless'; readonly columns: readonly number[] }
  | { readonly reason: 'return-out-of-reach'; readonly least: number; readonly most: number }
  | { readonly reason: 'volatility-out-of-reach'; readonly least: number; readonly most: number }
  /** Constraints that no weights meet at once, and the symbols whose bounds have a part in it. */
  | {
      readonly reason: 'contradiction';
      readonly columns: readonly number[];
      readonly groups: readonly string[];
      readonly leverage: boolean;
      readonly turnover: boolean;
    }
  /** No choice of positions meets the rest; `proven` where all were looked at. */
  | { readonly reason: 'no-positions'; readonly proven: boolean }
  /** Symbols hedge one another, so that there is no risk to share out. */
  | { readonly reason: 'hedged' }
  /** Weights or moments past what numbers hold. */
  | { readonly reason: 'overflow' };

/** A bound or target that holds the optimum back. */
export interface ActiveConstraint {
  readonly kind:
    | 'lower'
    | 'upper'
    | 'group_lower'
    | 'group_upper'
    | 'leverage'
    | 'turnover'
    | 'target_return'
    | 'target_volatility';
  /** The symbol of a bound. */
  readonly column?: number;
  /** The name of a group. */
  readonly group?: string;
  /** How much better the objective's value would be for each unit by which it gave way. */
  readonly shadowPrice: number;
}

/** How near to the best a choice of positions is known to be. */
export interface PositionsProof {
  /** What chose them. */
  readonly method: 'branch-and-bound' | 'heuristic';
  /** No choice has a better objective value. */
  readonly bound: number;
  /** How far the objective value is from it. */
  readonly gap: number;
  /** Whether the gap is but rounding. */
  readonly proven: boolean;
  /** Portfolios that were solved. */
  readonly nodes: number;
}

/** Weights, and why they are the answer. */
export interface MixOptimum {
  readonly weights: Float64Array;
  /** What the solver is called. */
  readonly method: string;
  /** What was minimised or maximised; absent for portfolios that optimise nothing. */
  readonly objectiveValue?: number;
  /** Largest violation of the conditions of the optimum, in the objective's units. */
  readonly kktResidual?: number;
  /** Present where positions had to be chosen. */
  readonly positions?: PositionsProof;
  readonly active: readonly ActiveConstraint[];
  /** Sentences for the reader. */
  readonly notes: readonly string[];
}

/** What weights are expected to do in a year. */
export interface ExpectedFigures {
  readonly return: number;
  readonly volatility: number;
  /** Undefined without volatility. */
  readonly sharpeRatio: number | undefined;
}
