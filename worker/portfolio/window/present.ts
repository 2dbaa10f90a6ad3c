/** The days and closes on which there is a close. */
export function present(days: Int32Array, closes: Float64Array): [Int32Array, Float64Array] {
  if (!closes.some(Number.isNaN)) return [days, closes];
  const has = (_: number, row: number): boolean => !Number.isNaN(closes[row]);
  return [days.filter(has), closes.filter(has)];
}
