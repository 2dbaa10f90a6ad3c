/**
 * A sample's quantile, interpolated linearly between its order statistics: type 7 of Hyndman & Fan,
 * numpy's default.
 *
 * @param sorted  at least 1 value, ascending
 * @param share   from 0, the least value, to 1, the greatest
 * @throws {RangeError} no values
 * @see Hyndman & Fan (1996), The American Statistician 50(4)
 */
export function quantile(sorted: Float64Array, share: number): number {
  if (sorted.length === 0) throw new RangeError('no values have no quantile');
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}
