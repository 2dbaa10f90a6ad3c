import { ColumnList } from './column-list.ts';
import type { LinearProgram } from './linear-program.ts';

/** What columns and rows of the original are, read from a solution of its dual. */
export interface DualReading {
  /** Length n. */
  readonly x: Float64Array;
  /** Length m: by how much the least cost rises with each row's active bound. */
  readonly y: Float64Array;
}

/** A program to be solved in place of another. */
export interface DualProgram {
  readonly program: LinearProgram;
  read(solution: { readonly x: Float64Array; readonly y: Float64Array }): DualReading;
}

/** A row's price, of the side that it is of. */
interface Price {
  readonly row: number;
  readonly side: number;
  readonly lower: number;
  readonly upper: number;
  /** The column that bounds it, where one does. */
  readonly bounding?: Single;
}

/** A column that counts in one row alone: it says how much that row can be worth. */
interface Single {
  readonly column: number;
  readonly value: number;
  /** The price at which it would be taken. */
  readonly price: number;
}

/**
 * The dual of a program, as one that is minimised: it has a row for each column but those that only
 * bound a price, and columns for the prices of rows and of upper bounds. Where there are many more rows
 * than columns it is solved sooner.
 *
 * @param program  with lower bounds that are finite, or columns without any bound
 * @see Vanderbei (2020), Linear Programming, §5.2
 */
export function dualProgram(program: LinearProgram): DualProgram {
  const { costs, lower, upper } = program;
  const base = lower.map((least) => (Number.isFinite(least) ? least : 0));
  const prices = boundedPrices(program, pricesOf(program, activity(program, base)));
  const bounding = new Set(prices.map((one) => one.bounding?.column));
  const rows = [...costs.keys()].filter((j) => !bounding.has(j));
  const places = new Int32Array(costs.length).fill(-1);
  for (const [place, j] of rows.entries()) places[j] = place;
  const capped = rows.filter((j) => Number.isFinite(upper[j]));
  const byRow = entriesByRow(program);
  const list = new ColumnList(
    prices.length + capped.length,
    prices.reduce((sum, { row }) => sum + byRow.starts[row + 1] - byRow.starts[row], capped.length),
  );
  for (const { row, side, lower: least, upper: most } of prices) {
    list.begin({ cost: 0 - side, lower: least, upper: most });
    for (let k = byRow.starts[row]; k < byRow.starts[row + 1]; k++) {
      const place = places[byRow.columns[k]];
      if (place >= 0) list.enter(place, byRow.values[k]);
    }
  }
  for (const j of capped) {
    list.begin({ cost: upper[j] - base[j], lower: 0, upper: Number.POSITIVE_INFINITY });
    list.enter(places[j], -1);
  }
  const most = Float64Array.from(rows, (j) => costs[j]);
  const least = Float64Array.from(rows, (j) =>
    Number.isFinite(lower[j]) ? Number.NEGATIVE_INFINITY : costs[j],
  );
  return {
    program: list.program(least, most),
    read: ({ x: found, y }) => {
      const x = base.slice();
      for (const [place, j] of rows.entries()) x[j] -= y[place];
      const ofRows = new Float64Array(program.rowLower.length);
      for (const [k, { row }] of prices.entries()) ofRows[row] += found[k];
      for (const { row, side, bounding } of prices) {
        if (bounding === undefined) continue;
        const missing = side - moved(byRow, row, { x, base });
        x[bounding.column] += Math.max(0, missing / bounding.value);
      }
      return { x, y: ofRows };
    },
  };
}

/** A·base. */
function activity({ rowLower, starts, indices, values }: LinearProgram, base: Float64Array) {
  const sums = new Float64Array(rowLower.length);
  for (let j = 0; j < base.length; j++) {
    for (let k = starts[j]; k < starts[j + 1]; k++) sums[indices[k]] += values[k] * base[j];
  }
  return sums;
}

/** A price of any sign for an equation, and one of its own sign for each side of other rows. */
function pricesOf({ rowLower, rowUpper }: LinearProgram, at: Float64Array): readonly Price[] {
  const { NEGATIVE_INFINITY: lower, POSITIVE_INFINITY: upper } = Number;
  return [...rowLower.keys()].flatMap((row): Price[] => {
    const [least, most] = [rowLower[row] - at[row], rowUpper[row] - at[row]];
    if (least === most) return [{ row, side: least, lower, upper }];
    return [
      ...(Number.isFinite(least) ? [{ row, side: least, lower: 0, upper }] : []),
      ...(Number.isFinite(most) ? [{ row, side: most, lower, upper: 0 }] : []),
    ];
  });
}

/** Prices of rows with one side, bounded by the columns that count in no other row. */
function boundedPrices(program: LinearProgram, prices: readonly Price[]): readonly Price[] {
  const singles = singlesOf(program);
  const sides = new Map<number, number>();
  for (const { row } of prices) sides.set(row, (sides.get(row) ?? 0) + 1);
  return prices.map((one) => {
    const single = singles.get(one.row);
    if (single === undefined || sides.get(one.row) !== 1) return one;
    const { price, value } = single;
    if (value > 0 && one.lower === 0 && price >= 0) {
      return { ...one, upper: price, bounding: single };
    }
    return value < 0 && one.upper === 0 && price <= 0
      ? { ...one, lower: price, bounding: single }
      : one;
  });
}

/** The column, for each row that has some of its own, that is taken at the price nearest to 0. */
function singlesOf({ costs, lower, upper, starts, indices, values }: LinearProgram) {
  const singles = new Map<number, Single>();
  for (let column = 0; column < costs.length; column++) {
    const k = starts[column];
    const alone = starts[column + 1] === k + 1;
    if (!alone || !Number.isFinite(lower[column]) || Number.isFinite(upper[column])) continue;
    const [row, value] = [indices[k], values[k]];
    const known = singles.get(row);
    const price = costs[column] / value;
    if (known === undefined || Math.abs(price) < Math.abs(known.price)) {
      singles.set(row, { column, value, price });
    }
  }
  return singles;
}

/** What a row comes to for x, less what it does for base. */
function moved(
  { starts, columns, values }: RowEntries,
  row: number,
  { x, base }: { readonly x: Float64Array; readonly base: Float64Array },
): number {
  let sum = 0;
  for (let k = starts[row]; k < starts[row + 1]; k++) {
    sum += values[k] * (x[columns[k]] - base[columns[k]]);
  }
  return sum;
}

/** The entries of a program row after row: those of row r from starts[r] up to starts[r + 1]. */
interface RowEntries {
  readonly starts: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float64Array;
}

function entriesByRow({ rowLower, costs, ...given }: LinearProgram): RowEntries {
  const { length } = given.values;
  const starts = new Int32Array(rowLower.length + 1);
  for (let k = 0; k < length; k++) starts[given.indices[k] + 1] += 1;
  for (let r = 0; r < rowLower.length; r++) starts[r + 1] += starts[r];
  const next = starts.slice();
  const columns = new Int32Array(length);
  const values = new Float64Array(length);
  for (let j = 0; j < costs.length; j++) {
    for (let k = given.starts[j]; k < given.starts[j + 1]; k++) {
      const place = next[given.indices[k]]++;
      columns[place] = j;
      values[place] = given.values[k];
    }
  }
  return { starts, columns, values };
}
