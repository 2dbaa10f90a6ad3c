/**
 * A pause that differs each time, so that what began together does not stay together.
 *
 * @param ms       its mean
 * @param percent  how far it may be off, either way
 * @param random   from 0 to below 1
 */
export function jittered(ms: number, percent: number, random: number): number {
  return ms * (1 + (percent / 100) * (2 * random - 1));
}
