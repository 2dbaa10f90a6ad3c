/**
 * The diversification ratio Σ w_i·σ_i/σ_p: 1 when nothing is diversified away, √n for n
 * uncorrelated symbols of equal risk. Its square counts independent sources of risk.
 *
 * @param parts  w_i·σ_i, or the volatility of each symbol's part of the return; none negative
 * @param whole  σ_p, of the same period
 * @returns      undefined when the portfolio has no risk
 * @see Choueifaty & Coignard (2008), J. Portfolio Management 35(1)
 */
export function diversificationRatio(parts: Float64Array, whole: number): number | undefined {
  if (whole === 0) return undefined;
  let undiversified = 0;
  for (const part of parts) undiversified += part;
  return undiversified / whole;
}
