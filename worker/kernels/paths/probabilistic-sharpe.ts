import { normalCdf, normalQuantile } from '../samples/normal-distribution.ts';
import type { SampleMoments } from '../samples/sample-moments.ts';

/** What a sample's Sharpe ratio says of the true one. All ratios are per period. */
export interface ProbabilisticSharpe {
  /** mean / deviation. */
  readonly ratio: number;
  readonly standardError: number;
  /** Probability that the true ratio is above the threshold. */
  readonly probability: number;
  /** Ends of the two-sided interval that holds the true ratio with the confidence. */
  readonly low: number;
  readonly high: number;
  /**
   * The number of returns from which on `probability` reaches the confidence; undefined when the
   * ratio is not above the threshold, for then no number does.
   */
  readonly minimumTrackRecord: number | undefined;
}

/** Against what a Sharpe ratio is held. */
export interface SharpeTest {
  /** The ratio to be above, per period. */
  readonly threshold: number;
  /** Between 0.5 and 1. */
  readonly confidence: number;
}

/**
 * The probabilistic Sharpe ratio and its minimum track record length. The error of the ratio R of T
 * returns with skewness γ₃ and kurtosis γ₄ = excess + 3 is √((1 − γ₃R + (γ₄ − 1)R²/4)/(T − 1)).
 *
 * @param moments  of excess returns
 * @returns        undefined where the ratio or its error does not exist
 * @see Bailey & López de Prado (2012), The Sharpe Ratio Efficient Frontier, J. Risk 15(2), eq. (8)–(13)
 */
export function probabilisticSharpe(
  moments: SampleMoments,
  { threshold, confidence }: SharpeTest,
): ProbabilisticSharpe | undefined {
  const { count, mean, deviation, skewness, excessKurtosis } = moments;
  if (skewness === undefined || excessKurtosis === undefined) return undefined;
  const ratio = mean / deviation;
  const spread = 1 - skewness * ratio + ((excessKurtosis + 2) / 4) * ratio * ratio;
  // No distribution has less kurtosis than its skewness squared: below 0 lies rounding only.
  if (!(spread > 1e-12)) return undefined;
  const standardError = Math.sqrt(spread / (count - 1));
  const reach = normalQuantile((1 + confidence) / 2) * standardError;
  const above = ratio - threshold;
  return {
    ratio,
    standardError,
    probability: normalCdf(above / standardError),
    low: ratio - reach,
    high: ratio + reach,
    minimumTrackRecord:
      above > 0 ? 1 + spread * (normalQuantile(confidence) / above) ** 2 : undefined,
  };
}
