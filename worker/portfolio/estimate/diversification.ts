import { diversificationRatio } from '../../kernels/risk/diversification-ratio.ts';
import { effectiveBets } from '../../kernels/risk/effective-bets.ts';
import type { Report } from '../report/report.ts';

/** Where a portfolio's volatility comes from, symbol by symbol. */
export interface SplitRisk {
  readonly weights: Float64Array;
  /** Volatility of each symbol's part of the return: |wᵢ|·σᵢ. */
  readonly alone: Float64Array;
  /** Above 0, of the same period. */
  readonly volatility: number;
  /** Shares of the volatility, summing to 1. */
  readonly shares: Float64Array;
}

/**
 * How well a portfolio is diversified, in the words of the contract. A ratio is one of long
 * positions only, and entropy of shares none of which is negative: null otherwise.
 */
export function diversification({ weights, alone, volatility, shares }: SplitRisk): Report {
  const ratio = weights.every((weight) => weight >= 0)
    ? diversificationRatio(alone, volatility)
    : undefined;
  const { herfindahl, entropy } = effectiveBets(shares);
  return {
    ratio: ratio ?? null,
    effective_bets: { herfindahl, entropy: entropy ?? null },
    effective_symbols: effectiveBets(weights).herfindahl,
  };
}
