import { sampleMoments } from '../samples/sample-moments.ts';

/** How a market's returns become yearly ones. */
export interface MarketYear {
  /** Such as 252 for days. */
  readonly periodsPerYear: number;
  /** Effective per year. */
  readonly riskFreeRate: number;
}

/** What a market earned for its risk. */
export interface ImpliedRiskAversion {
  /** Arithmetic mean a year, less the rate. */
  readonly excess: number;
  /** δ = excess/variance a year. */
  readonly riskAversion: number;
}

/**
 * The aversion to risk of someone who holds the market as it is: δ = (E[r] − rf)/var(r).
 *
 * @param returns  simple, per period; NaN where there is none
 * @returns        undefined when the market does not move, or has fewer than two returns
 * @see Black & Litterman (1992), Financial Analysts Journal 48(5)
 */
export function impliedRiskAversion(
  returns: Float64Array,
  { periodsPerYear, riskFreeRate }: MarketYear,
): ImpliedRiskAversion | undefined {
  const known = returns.filter((value) => !Number.isNaN(value));
  if (known.length < 2) return undefined;
  const { mean, deviation } = sampleMoments(known);
  if (deviation === 0) return undefined;
  const excess = mean * periodsPerYear - riskFreeRate;
  return { excess, riskAversion: excess / (deviation * deviation * periodsPerYear) };
}
