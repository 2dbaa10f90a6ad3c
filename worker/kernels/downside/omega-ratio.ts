/**
 * The Omega ratio: what all periods are above the threshold together, over what they are below it.
 *
 * @param returns    per period
 * @param threshold  of the same
 * @returns          undefined where no period is below it
 * @see Keating & Shadwick (2002), A Universal Performance Measure, J. Performance Measurement 6(3)
 */
export function omegaRatio(returns: Float64Array, threshold: number): number | undefined {
  let above = 0;
  let below = 0;
  for (const value of returns) {
    if (value > threshold) above += value - threshold;
    else below += threshold - value;
  }
  return below > 0 ? above / below : undefined;
}
