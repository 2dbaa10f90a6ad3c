/** How clusters are joined into a tree. */
export const linkages = [
  'single',
  'complete',
  'average',
  'weighted',
  'centroid',
  'median',
  'ward',
] as const;

/** What is best within a cluster, or among clusters. */
export const innerObjectives = [
  'min_volatility',
  'max_sharpe',
  'risk_parity',
  'equal_weight',
] as const;

/** What to do about a covariance that is not positive semidefinite. */
export const covarianceRepairs = ['refuse', 'spectral', 'nearest', 'diagonal'] as const;

/** How expected returns are estimated from prices. */
export const expectedReturnModels = [
  'arithmetic',
  'geometric',
  'ewma',
  'capm',
  'james_stein',
  'bayes_stein',
  'equilibrium',
  'black_litterman',
] as const;

/** How returns are expected before views are heard: by name, each symbol's the same for `equal` and `zero`. */
export const priorModels = [
  'equilibrium',
  'equal',
  'zero',
  'arithmetic',
  'geometric',
  'ewma',
  'capm',
  'james_stein',
  'bayes_stein',
] as const;

/** How a covariance is estimated from prices. */
export const riskModels = [
  'sample',
  'semicovariance',
  'ewma',
  'ledoit_wolf',
  'ledoit_wolf_constant_correlation',
  'ledoit_wolf_single_factor',
  'oas',
  'shrunk',
  'nonlinear_shrinkage',
  'denoised',
] as const;

/** What of the returns less the benchmark's is made small: their spread, or they themselves. */
export const trackingMeasures = ['variance', 'mean_square'] as const;

/** A measure of tracking by its documented name. */
export type TrackingMeasure = (typeof trackingMeasures)[number];
/** A linkage by its documented name. */
export type Linkage = (typeof linkages)[number];
/** An inner objective by its documented name. */
export type InnerObjective = (typeof innerObjectives)[number];
/** A repair of a covariance by its documented name. */
export type CovarianceRepair = (typeof covarianceRepairs)[number];
/** A model of expected returns by its documented name. */
export type ExpectedReturnModel = (typeof expectedReturnModels)[number];
/** A prior of views by its documented name. */
export type PriorModel = (typeof priorModels)[number];
/** A model of risk by its documented name. */
export type RiskModel = (typeof riskModels)[number];

/** What is best, and by what measure: one member of this union an objective. */
export type MixObjective =
  | { readonly name: 'max_sharpe' }
  | { readonly name: 'min_volatility' }
  /** The least volatility of a return of at least this, a year. */
  | { readonly name: 'target_return'; readonly targetReturn: number }
  /** The most return of a volatility of at most this, a year. */
  | { readonly name: 'target_volatility'; readonly targetVolatility: number }
  | { readonly name: 'max_utility'; readonly riskAversion: number }
  | { readonly name: 'equal_weight' }
  | { readonly name: 'inverse_volatility' }
  | { readonly name: 'max_diversification' }
  /** Shares of the risk in the order of the symbols, summing to 1, each above 0. */
  | { readonly name: 'risk_parity'; readonly riskBudgets: readonly number[] }
  | { readonly name: 'hrp'; readonly linkage: Linkage }
  | ({ readonly name: 'herc' } & ClusteringQuestion)
  | ({ readonly name: 'nco' } & NestedQuestion)
  | { readonly name: 'inverse_variance' }
  | { readonly name: 'max_decorrelation' }
  /** The least mean loss of the worst 1 − `confidence` of days; of a return of at least this, a year. */
  | { readonly name: 'min_cvar'; readonly confidence: number; readonly targetReturn?: number }
  /** Likewise of drawdowns, reckoned without compounding. */
  | { readonly name: 'min_cdar'; readonly confidence: number; readonly targetReturn?: number }
  /** Bought and held, not rebalanced. */
  | { readonly name: 'min_max_drawdown' }
  /** Returns above the threshold, a period, are no risk; of a return of at least this, a year. */
  | {
      readonly name: 'min_semivariance';
      readonly threshold: number;
      readonly targetReturn?: number;
    }
  | { readonly name: 'max_sortino'; readonly threshold: number }
  | { readonly name: 'max_omega'; readonly threshold: number }
  /** The most return of a mean loss, or drawdown, of the worst days of at most this. */
  | {
      readonly name: 'target_cvar' | 'target_cdar';
      readonly confidence: number;
      readonly limit: number;
    }
  /** The most return of a semideviation of at most this, a year. */
  | { readonly name: 'target_semideviation'; readonly threshold: number; readonly limit: number }
  /** Return less half the semivariance a year, times the aversion. */
  | {
      readonly name: 'max_downside_utility';
      readonly threshold: number;
      readonly riskAversion: number;
    }
  /** Σ⁻¹μ, scaled to sum to 1. */
  | { readonly name: 'implied_weights' }
  /** The share of the value that is in the growth-optimal mix, above 0 to 1; the rest is cash. */
  | { readonly name: 'kelly'; readonly fraction: number }
  /** What is followed is the benchmark's prices, or weights in the order of the symbols, summing to 1. */
  | {
      readonly name: 'min_tracking_error';
      readonly measure: TrackingMeasure;
      readonly benchmarkWeights?: readonly number[];
    }
  | { readonly name: 'max_information_ratio' }
  | { readonly name: 'max_return' }
  /** Shares of the market's value in the order of the symbols, summing to 1. */
  | { readonly name: 'market_cap_weighted'; readonly shares: readonly number[] };

/** Objectives that judge single days instead of a covariance. */
export type DaysObjective = Extract<
  MixObjective,
  | { readonly name: 'min_cvar' | 'min_cdar' | 'min_semivariance' | 'max_sortino' }
  | { readonly name: 'max_omega' }
  | { readonly name: 'target_cvar' | 'target_cdar' | 'target_semideviation' }
  | { readonly name: 'max_downside_utility' }
>;

/** How symbols are grouped. */
export interface ClusteringQuestion {
  readonly linkage: Linkage;
  /** How many groups, 1…n; by the gap statistic where absent. */
  readonly clusters?: number;
}

/** How symbols are grouped, and what is best within groups and among them. */
export interface NestedQuestion extends ClusteringQuestion {
  readonly innerObjective: InnerObjective;
  readonly outerObjective: InnerObjective;
}

/** Objectives that linear programs solve, for which a thread is needed. */
export const linearObjectives = [
  'min_cvar',
  'min_cdar',
  'target_cvar',
  'target_cdar',
  'min_max_drawdown',
  'max_omega',
] as const;

/** Objectives of the mean of the worst days. */
const tailObjectives = ['min_cvar', 'min_cdar', 'target_cvar', 'target_cdar'] as const;

/** Whether an objective is of the mean of the worst days. */
export function isTail({ name }: Pick<MixObjective, 'name'>): boolean {
  return tailObjectives.some((one) => one === name);
}

/** Whether the portfolio is bought and held rather than brought back to its weights every day. */
export function isHeld({ name }: Pick<MixObjective, 'name'>): boolean {
  return name === 'min_max_drawdown';
}

/** Whether days of the benchmark are looked at. */
export function comparesDays(objective: MixObjective): boolean {
  if (objective.name === 'min_tracking_error') return objective.benchmarkWeights === undefined;
  return objective.name === 'max_information_ratio';
}

/** The share of the value that the weights are of; the rest is cash. */
export function investedShare(objective: MixObjective): number {
  return objective.name === 'kelly' ? objective.fraction : 1;
}

/** An objective by its documented name. */
export type ObjectiveName = MixObjective['name'];

/** What someone believes that a portfolio will return. */
export interface View {
  /** Weights in the order of the symbols: they sum to 1, or to 0 where one side is to beat another. */
  readonly portfolio: readonly number[];
  /** A year. */
  readonly return: number;
  /** How sure it is: a share of the way from the prior to the view, 0…1, or a standard deviation. */
  readonly doubt: { readonly confidence: number } | { readonly standardError: number };
}

/** What `black_litterman` is made of. */
export interface ViewsQuestion {
  readonly views: readonly View[];
  /** Ω in full, row after row, in place of what the views say of their doubt. */
  readonly viewCovariance?: readonly number[];
  /** A model, or yearly returns in the order of the symbols. */
  readonly prior: PriorModel | readonly number[];
  /** τ: variance of the prior's mean as a share of Σ. */
  readonly tau: number;
  /** Whether the covariance of the posterior takes the place of the risk model's. */
  readonly posteriorCovariance: boolean;
}

/** The market that an equilibrium is one of. */
export interface MarketQuestion {
  /** Shares of its value in the order of the symbols, summing to 1. */
  readonly weights: readonly number[];
  /** δ; by what the benchmark earned for its risk where absent. */
  readonly riskAversion?: number;
}

/** Where μ and Σ come from. */
export interface EstimateQuestion {
  /** A model, or yearly returns in the order of the symbols. */
  readonly expectedReturns: ExpectedReturnModel | readonly number[];
  /** For `black_litterman`. */
  readonly views?: ViewsQuestion;
  /** For `equilibrium`, also as a prior. */
  readonly market?: MarketQuestion;
  /** Periods, for `ewma` returns. */
  readonly expectedReturnsSpan: number;
  /** How far `james_stein` goes towards the mean of all means, 0…1; as the returns say where absent. */
  readonly expectedReturnsShrinkage?: number;
  /** Whether `ewma` and `capm` compound the mean over a year instead of multiplying it. */
  readonly compounding: boolean;
  /** Whether μ and Σ are those of the logarithms of gross returns. */
  readonly logReturns?: boolean;
  /** A model, or yearly covariances in the order of the symbols, row after row. */
  readonly riskModel: RiskModel | readonly number[];
  /** Periods, for `ewma` covariances. */
  readonly riskModelSpan: number;
  /** How far `shrunk` goes towards equal variances without correlation, 0…1; present with it. */
  readonly riskModelShrinkage?: number;
  /** Returns above it, a period, count as no risk; for `semicovariance`. */
  readonly semicovarianceThreshold: number;
  /** Common days of all symbols only, or for each moment the days that its symbols have. */
  readonly missing: 'inner' | 'pairwise';
  /** By default one given is refused, and negative eigenvalues of one by pairs are raised to 0. */
  readonly covarianceRepair?: CovarianceRepair;
  /** Whether the answer tells the whole covariance. */
  readonly includeCovariance?: boolean;
}

/** The least and the greatest weight of each symbol, in the order of the symbols. */
export interface WeightRanges {
  readonly lower: readonly number[];
  readonly upper: readonly number[];
}

/** Symbols whose weights are added up. */
export interface SymbolGroup {
  readonly name: string;
  /** Places among the symbols. */
  readonly members: readonly number[];
  /** The least and the most that they may add up to; infinite for no bound. */
  readonly range?: readonly [least: number, most: number];
}

/** What a portfolio is changed from, and at what price. Shares of its value, as weights are. */
export interface TradingTerms {
  /** In the order of the symbols; what they miss of 1 is cash. */
  readonly currentWeights: readonly number[];
  /** Cost of a unit of value bought or sold, by symbol. */
  readonly costRates?: readonly number[];
  /** The most that ½Σ|w − current| may be. */
  readonly maxTurnover?: number;
}

/** How many symbols may be held, and how little of each. */
export interface PositionTerms {
  /** At most so many weights other than 0. */
  readonly most?: number;
  /** A weight other than 0 is at least so large, above or below 0. */
  readonly least?: number;
}

/** What weights keep to beside their bounds. */
export interface MixConstraints {
  readonly groups: readonly SymbolGroup[];
  /** The most that Σ|w| may be. */
  readonly leverage?: number;
  readonly trading?: TradingTerms;
  readonly positions?: PositionTerms;
}

/** What is asked of a portfolio that is rebalanced to its weights every day. */
export interface MixQuestion {
  readonly objective: MixObjective;
  readonly estimate: EstimateQuestion;
  readonly bounds: WeightRanges;
  /** Whether weights add up to 0 rather than to 1. */
  readonly marketNeutral?: boolean;
  /** Absent where bounds are all that weights keep to. */
  readonly constraints?: MixConstraints;
  /** γ: γ·wᵀw counts as variance. */
  readonly l2: number;
  /** Points along the frontier; present where it is asked for. */
  readonly points?: number;
}
