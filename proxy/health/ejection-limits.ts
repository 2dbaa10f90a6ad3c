/** How many peers of a group are in which state. */
export interface GroupHealth {
  /** Those that are live by their probes, ejected or not. */
  readonly live: number;
  /** Those among them that are ejected. */
  readonly ejected: number;
  /** All that are there, or may be: neither absent nor drained by hand. */
  readonly present: number;
}

/**
 * Whether one more peer may be ejected: the first always, further ones as long as the ejected are no
 * more than `sharePercent` of the live.
 *
 * @see Envoy, max_ejection_percent with always_eject_one_host
 */
export function mayEjectOneMore({ live, ejected }: GroupHealth, sharePercent: number): boolean {
  return sharePercent >= 100 || ejected === 0 || (ejected + 1) * 100 <= live * sharePercent;
}

/**
 * Whether so few peers are usable that health can't be what is wrong, and asking all is better than
 * to bring the last ones down.
 *
 * @param panicPercent  fewer usable ones than this share of those present; 0 = never
 * @see Envoy, panic threshold
 */
export function panics({ live, ejected, present }: GroupHealth, panicPercent: number): boolean {
  return (live - ejected) * 100 < present * panicPercent;
}
