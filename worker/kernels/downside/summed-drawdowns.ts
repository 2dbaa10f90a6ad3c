/**
 * How far the sum of all returns so far lies below its highest, 0 at the start among them: drawdowns
 * without compounding.
 *
 * @param returns  T of one portfolio
 * @returns        T, at least 0
 * @see Chekhlov, Uryasev & Zabarankin (2005), Int. J. Theoretical & Applied Finance 8(1), §2
 */
export function summedDrawdowns(returns: Float64Array): Float64Array {
  let fall = 0;
  return returns.map((one) => {
    fall = Math.max(0, fall - one);
    return fall;
  });
}
