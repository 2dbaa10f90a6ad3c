/** What is known of how good an answer is. All ratios are annualised. */
export interface Certificate {
  /** Whether the conditions of a local maximum hold to within rounding. */
  readonly converged: boolean;
  /** Largest violation of the Karush–Kuhn–Tucker conditions, in units of the ratio. */
  readonly kktResidual: number;
  /** The bounds that are met, such as of symbols not held, and how much better the ratio were for each unit past them. */
  readonly active: readonly {
    readonly column: number;
    readonly side: 'lower' | 'upper';
    readonly shadowPrice: number;
  }[];
  /** Whether no other portfolio near the answer is as good. */
  readonly strict: boolean;
  /** Number of searches. */
  readonly starts: number;
  /** The local maxima that the searches found, the best first. */
  readonly distinctOptima: readonly FoundOptimum[];
  /**
   * The ratio that a single search from equal weights finds, or from what is nearest to them within the
   * bounds; absent where the ratio of these weights is undefined.
   */
  readonly equalWeightsStartRatio?: number;
  /** Present when it was asked for and the symbols are few. */
  readonly global?: GlobalCertificate;
}

/** One local maximum. */
export interface FoundOptimum {
  readonly sharpeRatio: number;
  /** In the order of the columns. */
  readonly weights: Float64Array;
  /** How many searches ended there. */
  readonly starts: number;
}

/** What branch and bound proved of all portfolios. */
export interface GlobalCertificate {
  /** Whether the gap is within the target, 1e-4. */
  readonly proven: boolean;
  /** No portfolio's ratio is above it; absent where no bound was found. */
  readonly upperBound?: number;
  /** `upperBound` less the answer's ratio; never negative. */
  readonly gap?: number;
  /** Cells looked at. */
  readonly nodes: number;
}
