/** Who is sound when: the peers take turns, and each begins before the one before it ends. */
export interface ShiftPlan {
  readonly peers: number;
  /** How long one turn is, in ms. */
  readonly lengthMs: number;
  /** How long before its turn a peer is sound already, in ms. */
  readonly overlapMs: number;
}

/**
 * Whether a peer answers everything rightly at a time.
 *
 * At any time one peer is sound and stays so for `overlapMs`. An exchange that takes no longer than
 * that, and asks each peer once, therefore meets a sound one: this is what makes "no idempotent
 * request fails" a fair thing to ask.
 *
 * @param peer  counted from 0
 * @param atMs  since the start
 */
export function sound(
  { peers, lengthMs, overlapMs }: ShiftPlan,
  peer: number,
  atMs: number,
): boolean {
  const shift = Math.floor(atMs / lengthMs);
  if (shift % peers === peer) return true;
  return (shift + 1) % peers === peer && atMs >= (shift + 1) * lengthMs - overlapMs;
}
