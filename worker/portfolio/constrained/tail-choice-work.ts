/**
 * How long the worst days of one choice of positions take, in ms, where another choice was solved before:
 * a few programs of the days that matter, measured on a warm core of 2020s make.
 *
 * @param days     T
 * @param symbols  n
 */
export function tailChoiceMs(days: number, symbols: number): number {
  return 4 + 4e-4 * days * symbols;
}
