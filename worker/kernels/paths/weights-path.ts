import type { Matrix } from '../algebra/matrix.ts';

/**
 * The value of a portfolio that is bought on the first day and held, straight from closes: 1 on the
 * first day. Short positions are held as negative numbers of shares.
 *
 * @param closes   T+1 × n, finite and above 0
 * @param weights  n, of any sign, summing to 1
 * @returns        T+1 values; one at or below 0 is a portfolio that has lost everything
 * @throws {RangeError} weights and columns differ in number
 */
export function heldPath(closes: Matrix, weights: Float64Array): Float64Array {
  const { rows, columns, values } = closes;
  if (weights.length !== columns) throw new RangeError('one weight a column');
  const shares = new Float64Array(columns);
  for (let i = 0; i < columns; i++) shares[i] = weights[i] / values[i];
  const path = new Float64Array(rows);
  for (let t = 0; t < rows; t++) {
    let value = 0;
    for (let i = 0; i < columns; i++) value += shares[i] * values[t * columns + i];
    path[t] = value;
  }
  return path;
}

/**
 * The value of a portfolio that is brought back to its weights every day at no cost: 1 on the first.
 *
 * @param closes   T+1 × n, finite and above 0
 * @param weights  n, of any sign, summing to 1, or to less where the rest is cash
 * @param interest what cash earns in a day as a share of the whole value; 0 by default
 * @returns        T+1 values; it stays where it is from the day on which everything is lost
 * @throws {RangeError} weights and columns differ in number
 */
export function fixedMixPath(closes: Matrix, weights: Float64Array, interest = 0): Float64Array {
  const { rows, columns, values } = closes;
  if (weights.length !== columns) throw new RangeError('one weight a column');
  const path = new Float64Array(rows);
  path[0] = 1;
  for (let t = 1; t < rows; t++) {
    const [now, before] = [t * columns, (t - 1) * columns];
    let gain = interest;
    for (let i = 0; i < columns; i++)
      gain += weights[i] * (values[now + i] / values[before + i] - 1);
    path[t] = path[t - 1] > 0 ? path[t - 1] * (1 + gain) : path[t - 1];
  }
  return path;
}

/** The first day on which a path has lost everything or is past what a double holds. */
export function firstRuin(path: Float64Array): number | undefined {
  for (let t = 0; t < path.length; t++) {
    if (!(path[t] > 0 && path[t] < Number.POSITIVE_INFINITY)) return t;
  }
  return undefined;
}
