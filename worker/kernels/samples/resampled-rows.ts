/** How rows are drawn again. */
export interface Resampling {
  /** How many rows there are, and are drawn; at least 1. */
  readonly count: number;
  /** The (mean) length of a block, from 1 on: 1 draws every row by itself. */
  readonly blockLength: number;
  /** Uniform between 0 and 1, both excluded. */
  readonly uniform: () => number;
}

/**
 * The stationary bootstrap: blocks of consecutive rows, each from a random row on and of geometric
 * length, the first row following the last. What is drawn is stationary, as the rows are taken to be.
 *
 * @returns the rows that were drawn, in their order: `count` of them
 * @throws {RangeError} a block shorter than 1
 * @see Politis & Romano (1994), Journal of the American Statistical Association 89(428), §2
 */
export function stationaryRows({ count, blockLength, uniform }: Resampling): Int32Array {
  if (!(blockLength >= 1)) throw new RangeError('a block has at least one row');
  const rows = new Int32Array(count);
  const newBlock = 1 / blockLength;
  for (let t = 0; t < count; t++) {
    rows[t] =
      t === 0 || uniform() < newBlock ? Math.floor(uniform() * count) : (rows[t - 1] + 1) % count;
  }
  return rows;
}

/**
 * The circular block bootstrap: blocks of one length, each from a random row on, the first row
 * following the last; the last block is cut to fit.
 *
 * @param resampling  a block length that is no whole number is rounded
 * @returns the rows that were drawn, in their order: `count` of them
 * @throws {RangeError} a block shorter than 1
 * @see Politis & Romano (1992), in: Exploring the Limits of Bootstrap, pp. 263–270
 */
export function circularRows({ count, blockLength, uniform }: Resampling): Int32Array {
  if (!(blockLength >= 1)) throw new RangeError('a block has at least one row');
  const rows = new Int32Array(count);
  const length = Math.round(blockLength);
  for (let t = 0; t < count; t++) {
    rows[t] = t % length === 0 ? Math.floor(uniform() * count) : (rows[t - 1] + 1) % count;
  }
  return rows;
}
