/** What is known of how good an answer is. All ratios are annualised. */
export interface Certificate {
  /** Whether the conditions of a local maximum hold to within rounding. */
  readonly converged: boolean;
  /** Largest violation of the Karush–Kuhn–Tucker conditions, in units of the ratio. */
  readonly kktResidual: number;
  /** Whether no other portfolio near the answer is as good. */
  readonly strict: boolean;
  /** Number of searches. */
  readonly starts: number;
  /** The local maxima that the searches found, the best first. */
  readonly distinctOptima: readonly FoundOptimum[];
  /**
   * The ratio that a single search from equal weights finds; absent where the ratio of equal
   * weights is undefined.
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
