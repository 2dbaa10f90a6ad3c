/** How clusters are joined into a tree. */
export const linkages = ['single', 'complete', 'average', 'ward'] as const;

/** How expected returns are estimated from prices. */
export const expectedReturnModels = [
  'arithmetic',
  'geometric',
  'ewma',
  'capm',
  'james_stein',
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
  'denoised',
] as const;

/** A linkage by its documented name. */
export type Linkage = (typeof linkages)[number];
/** A model of expected returns by its documented name. */
export type ExpectedReturnModel = (typeof expectedReturnModels)[number];
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
  | { readonly name: 'hrp'; readonly linkage: Linkage };

/** An objective by its documented name. */
export type ObjectiveName = MixObjective['name'];

/** Where μ and Σ come from. */
export interface EstimateQuestion {
  /** A model, or yearly returns in the order of the symbols. */
  readonly expectedReturns: ExpectedReturnModel | readonly number[];
  /** Periods, for `ewma` returns. */
  readonly expectedReturnsSpan: number;
  /** Whether `ewma` and `capm` compound the mean over a year instead of multiplying it. */
  readonly compounding: boolean;
  /** A model, or yearly covariances in the order of the symbols, row after row. */
  readonly riskModel: RiskModel | readonly number[];
  /** Periods, for `ewma` covariances. */
  readonly riskModelSpan: number;
  /** Returns above it, a period, count as no risk; for `semicovariance`. */
  readonly semicovarianceThreshold: number;
  /** Common days of all symbols only, or for each moment the days that its symbols have. */
  readonly missing: 'inner' | 'pairwise';
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
  /** Absent where bounds are all that weights keep to. */
  readonly constraints?: MixConstraints;
  /** γ: γ·wᵀw counts as variance. */
  readonly l2: number;
  /** Points along the frontier; present where it is asked for. */
  readonly points?: number;
}
