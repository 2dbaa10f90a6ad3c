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
  const places = new Map(rows.map((j, place) => [j, place]));
  const capped = rows.filter((j) => Number.isFinite(upper[j]));
  const byRow = entriesByRow(program);
  const list = new ColumnList(
    prices.length + capped.length,
    prices.reduce((sum, { row }) => sum + byRow[row].length, capped.length),
  );
  for (const { row, side, lower: least, upper: most } of prices) {
    list.begin({ cost: 0 - side, lower: least, upper: most });
    for (const [column, value] of byRow[row]) {
      const place = places.get(column);
      if (place !== undefined) list.enter(place, value);
    }
  }
  for (const j of capped) {
    list.begin({ cost: upper[j] - base[j], lower: 0, upper: Number.POSITIVE_INFINITY });
    list.enter(places.get(j) ?? 0, -1);
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
      for (const { row, side, bounding: single } of prices) {
        if (single === undefined) continue;
        let missing = side;
        for (const [j, value] of byRow[row]) missing -= value * (x[j] - base[j]);
        x[single.column] += Math.max(0, missing / single.value);
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

function entriesByRow({ rowLower, costs, starts, indices, values }: LinearProgram) {
  const rows: [column: number, value: number][][] = Array.from(rowLower, () => []);
  for (let j = 0; j < costs.length; j++) {
    for (let k = starts[j]; k < starts[j + 1]; k++) rows[indices[k]].push([j, values[k]]);
  }
  return rows;
}
