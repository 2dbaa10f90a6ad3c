/**
 * Adds to x the multiple of another vector that gives it a sum.
 *
 * @param x      changed in place
 * @param other  as long as x, with a sum other than 0
 * @returns      the multiple
 */
export function setSum(x: Float64Array, other: Float64Array, sum: number): number {
  let missing = sum;
  let sumOfOther = 0;
  for (let k = 0; k < x.length; k++) {
    missing -= x[k];
    sumOfOther += other[k];
  }
  const multiple = missing / sumOfOther;
  for (let k = 0; k < x.length; k++) x[k] += multiple * other[k];
  return multiple;
}
