import type { Matrix } from '../../kernels/algebra/matrix.ts';
import type { CovarianceRepair, MixConstraints, MixQuestion } from './mix-question.ts';

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
  /** What was done to make the covariance positive semidefinite, where it was not. */
  readonly repair?: RepairedCovariance;
  /** How far the sample means were shrunk, where they were. */
  readonly meanShrinkage?: number;
  /** What the market of an equilibrium is, where there is one. */
  readonly equilibrium?: MarketEquilibrium;
  /** n × n, per year: Σ before views took its place, where they did. */
  readonly unheard?: Matrix;
  /** What views made of the prior, where there are any. */
  readonly heard?: HeardViews;
}

/** How a covariance was made positive semidefinite. Per year. */
export interface RepairedCovariance {
  readonly method: Exclude<CovarianceRepair, 'refuse'>;
  /** Before; below 0. */
  readonly smallestEigenvalue: number;
  /** Frobenius norm of what was added, as a share of that of the matrix. */
  readonly relativeDistance: number;
  /** The entry that moved furthest for the volatilities of its two symbols. */
  readonly largest: {
    readonly i: number;
    readonly j: number;
    readonly before: number;
    readonly after: number;
  };
  /** False where the nearest had not quite been reached. */
  readonly converged: boolean;
}

/** The market whose weights are the best at the equilibrium's returns. */
export interface MarketEquilibrium {
  /** Length n, summing to 1. */
  readonly marketWeights: Float64Array;
  /** δ. */
  readonly riskAversion: number;
  /** Whether the benchmark's returns gave it. */
  readonly implied: boolean;
}

/** Views before and after they were heard; the means of an estimate are the posterior. */
export interface HeardViews {
  /** π, length n, per year. */
  readonly prior: Float64Array;
  /** In their order. */
  readonly views: readonly HeardView[];
}

/** What became of one view. Per year. */
export interface HeardView {
  /** Ω's entry: the variance of the view's error. */
  readonly uncertainty: number;
  /** What the prior says of its portfolio. */
  readonly prior: number;
  /** What the posterior says of it. */
  readonly posterior: number;
}

/** Bounds, the rate and γ: what weights are to keep, and be measured against. */
export interface MixProblem extends Estimate {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** What all weights add up to: 1, or 0 where they are to be market-neutral. */
  readonly budget: number;
  /** Absent where bounds are all that weights keep to. */
  readonly constraints?: MixConstraints;
  /** Per year. */
  readonly rate: number;
  /** γ: γ·wᵀw counts as variance. */
  readonly l2: number;
  /** T+1 days × n, NaN where there is none: what the estimate rests on. */
  readonly closes: Matrix;
  /** Such as 252 for days. */
  readonly periodsPerYear: number;
  /** T+1 closes of the benchmark on the days of `closes`, NaN where it has none; absent without one. */
  readonly market?: Float64Array;
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
  /** No weights within the bounds have so little of the risk that a field limits. */
  | {
      readonly reason: 'risk-out-of-reach';
      readonly limit: RiskLimit;
      readonly least: number;
      readonly most: number;
    }
  /** What the expected returns imply adds up to nothing, or less. */
  | { readonly reason: 'nothing-implied'; readonly sum: number }
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
  /** Lower bounds force so much of these that no risk can be shared out by budgets beside them. */
  | { readonly reason: 'forced'; readonly columns: readonly number[] }
  /** No weights within the bounds have a mean above the threshold; `most` is the best of them, a period. */
  | { readonly reason: 'no-gain'; readonly most: number }
  /** A portfolio has a mean above the threshold and no period below it. */
  | { readonly reason: 'no-shortfall'; readonly columns: readonly number[] }
  /** There are no two days on which every symbol has a price. */
  | { readonly reason: 'no-scenarios' }
  /** Benchmark and symbols have fewer than two returns on the same days. */
  | { readonly reason: 'no-active-returns'; readonly count: number }
  /** No weights within the bounds did better than the benchmark; `most` is the best of them, a year. */
  | { readonly reason: 'no-active-excess'; readonly most: number }
  /** A portfolio beats the benchmark by the same every day. */
  | { readonly reason: 'sure-active-excess'; readonly columns: readonly number[] }
  /** Every portfolio within the bounds would have lost everything. */
  | { readonly reason: 'ruined' }
  /** A linear program was not solved in its time. */
  | { readonly reason: 'unfinished' }
  /** Weights or moments past what numbers hold. */
  | { readonly reason: 'overflow' }
  | EstimateFault;

/** Why a model has no estimate. */
export type EstimateFault =
  /** Bayes–Stein wants more returns than there are, or symbols that don't follow from one another. */
  | { readonly reason: 'no-bayes-stein'; readonly count: number }
  /** Nonlinear shrinkage takes 13 returns or more. */
  | { readonly reason: 'few-for-shrinkage'; readonly count: number }
  /** The market did not earn more than the rate, so that no aversion to risk explains it. */
  | { readonly reason: 'market-without-excess'; readonly excess: number }
  /** Certain views that repeat or contradict one another, or one of what has no risk. */
  | { readonly reason: 'inseparable-views' }
  /** The covariance is not positive semidefinite, and was not to be repaired. */
  | { readonly reason: 'indefinite'; readonly smallestEigenvalue: number };

/** What a limit of risk is called; the objective that keeps to it has the same name. */
export type RiskLimit = 'target_cvar' | 'target_cdar' | 'target_semideviation';

/** A bound or target that holds the optimum back. */
export interface ActiveConstraint {
  readonly kind:
    | 'lower'
    | 'upper'
    | 'group_lower'
    | 'group_upper'
    | 'leverage'
    | 'turnover'
    | 'min_position'
    | 'target_return'
    | 'target_volatility'
    | RiskLimit;
  /** The symbol of a bound. */
  readonly column?: number;
  /** The name of a group. */
  readonly group?: string;
  /**
   * How much better the objective's value would be for each unit by which it gave way; absent where
   * nothing is optimised.
   */
  readonly shadowPrice?: number;
}

/** The worst days of a portfolio. */
export interface TailDays {
  /** The loss, or the drawdown, that all but the worst 1 − β of days stay at or below. */
  readonly level: number;
  /** How many days count as the worst, the last of them perhaps in part. */
  readonly days: number;
}

/** A fall that holds an optimum back. */
export interface BindingFall {
  /** Rows of the closes of days that all symbols have. */
  readonly peak: number;
  readonly trough: number;
  /** Its multiplier; all of them add up to 1. */
  readonly share: number;
}

/** How a mix followed its benchmark, over the days that both have. */
export interface TrackingFigures {
  /** How many there are; absent where they are expected rather than looked at. */
  readonly returns?: number;
  /** Sample deviation of the mix's returns less the benchmark's, a year, or what is expected of it. */
  readonly trackingError: number;
  /** Their mean, a year. */
  readonly activeReturn: number;
  /** Undefined where the benchmark does not move. */
  readonly beta: number | undefined;
  /** Undefined where mix or benchmark does not move. */
  readonly correlation: number | undefined;
  /** ½Σ|w − b|; present where the benchmark's weights are known. */
  readonly activeShare?: number;
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
  /** The objective's value less what no weights can go below, where that was proven; at least 0. */
  readonly dualityGap?: number;
  /** What single days are judged by: CVaR or CDaR of a day, or semideviation a year. */
  readonly risk?: number;
  /** Present where the worst days are the objective. */
  readonly tail?: TailDays;
  /** Present where the deepest fall is the objective. */
  readonly falls?: readonly BindingFall[];
  /** Present where a benchmark is followed or to be beaten. */
  readonly tracking?: TrackingFigures;
  /** Mean log growth a year of what is held, cash included; present where growth is the objective. */
  readonly growthRate?: number;
  readonly active: readonly ActiveConstraint[];
  /** The tree that the weights were split along, where there is one. */
  readonly tree?: SplitTree;
  /** Sentences for the reader. */
  readonly notes: readonly string[];
}

/** A tree of symbols that move together, and the groups that it was cut into. */
export interface SplitTree {
  /** The columns as they stand along its foot. */
  readonly order: Int32Array;
  /** (n − 1) × 4, as `linkage` gives it. */
  readonly merges: Matrix;
  /** Absent where it was not cut. */
  readonly clusters?: readonly WeighedCluster[];
}

/** Symbols that move together. */
export interface WeighedCluster {
  /** Columns, ascending. */
  readonly members: Int32Array;
  /** What they have together. */
  readonly weight: number;
}

/** What weights are expected to do in a year. */
export interface ExpectedFigures {
  readonly return: number;
  readonly volatility: number;
  /** Undefined without volatility. */
  readonly sharpeRatio: number | undefined;
}
