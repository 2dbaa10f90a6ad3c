/**
 * The same weight for each symbol.
 *
 * @param size  n, at least 1
 * @returns     length n, summing to 1 within rounding
 * @see DeMiguel, Garlappi & Uppal (2009), Review of Financial Studies 22(5)
 */
export function equalWeights(size: number): Float64Array {
  return new Float64Array(size).fill(1 / size);
}
