/**
 * Weights in inverse proportion to risks. Those without risk share everything equally: the limit
 * as their risks go to zero together.
 *
 * @param risks  none negative, at least one; of any unit
 * @returns      of the same length, summing to 1
 */
export function inverselyTo(risks: Float64Array): Float64Array {
  let smallest = Number.POSITIVE_INFINITY;
  for (const risk of risks) smallest = Math.min(smallest, risk);
  // Divided by the smallest, no quotient overflows.
  const shares = risks.map((risk) => (risk === smallest ? 1 : smallest / risk));
  let sum = 0;
  for (const share of shares) sum += share;
  return shares.map((share) => share / sum);
}
