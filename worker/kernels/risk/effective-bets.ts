/** How many equal bets a portfolio's risk amounts to: 1 when one symbol has it all, up to n. */
export interface EffectiveBets {
  /** 1/Σ s_i², the inverse Herfindahl index. */
  readonly herfindahl: number;
  /** exp(−Σ s_i·ln s_i), Shannon's; absent when a share is negative, as a hedge's is. */
  readonly entropy?: number;
}

/** A share down to this is 0: rounding. */
const rounding = 1e-12;

/**
 * The effective number of bets, symbols taken as the bets.
 *
 * @param shares  s, summing to 1: shares of risk, or weights
 * @see Meucci (2009), Managing Diversification, Risk 22(5); Roncalli (2013), §2.2.5
 */
export function effectiveBets(shares: Float64Array): EffectiveBets {
  let squares = 0;
  let entropy = 0;
  let lowest = 0;
  for (const share of shares) {
    squares += share * share;
    if (share > 0) entropy -= share * Math.log(share);
    lowest = Math.min(lowest, share);
  }
  const herfindahl = 1 / squares;
  return lowest < -rounding ? { herfindahl } : { herfindahl, entropy: Math.exp(entropy) };
}
