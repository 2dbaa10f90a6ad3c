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
}

/**
 * The dual of a program, as one that is minimised: it has a row for each column, and columns for the
 * prices of rows and of upper bounds. Where there are many more rows than columns it is solved sooner.
 *
 * @param program  with lower bounds that are finite, or columns without any bound
 * @see Vanderbei (2020), Linear Programming, §5.2
 */
export function dualProgram(program: LinearProgram): DualProgram {
  const { costs, lower, upper } = program;
  const base = lower.map((least) => (Number.isFinite(least) ? least : 0));
  const prices = pricesOf(program, activity(program, base));
  const capped = [...upper.keys()].filter((j) => Number.isFinite(upper[j]));
  const byRow = entriesByRow(program);
  const list = new ColumnList(
    prices.length + capped.length,
    prices.reduce((sum, { row }) => sum + byRow[row].length, capped.length),
  );
  for (const { row, side, lower: least, upper: most } of prices) {
    list.begin({ cost: 0 - side, lower: least, upper: most });
    for (const [column, value] of byRow[row]) list.enter(column, value);
  }
  for (const j of capped) {
    list.begin({ cost: upper[j] - base[j], lower: 0, upper: Number.POSITIVE_INFINITY });
    list.enter(j, -1);
  }
  const rowLower = costs.map((cost, j) =>
    Number.isFinite(lower[j]) ? Number.NEGATIVE_INFINITY : cost,
  );
  return {
    program: list.program(rowLower, costs.slice()),
    read: ({ x, y }) => {
      const ofRows = new Float64Array(program.rowLower.length);
      for (const [k, { row }] of prices.entries()) ofRows[row] += x[k];
      return { x: base.map((least, j) => least - y[j]), y: ofRows };
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

function entriesByRow({ rowLower, costs, starts, indices, values }: LinearProgram) {
  const rows: [column: number, value: number][][] = Array.from(rowLower, () => []);
  for (let j = 0; j < costs.length; j++) {
    for (let k = starts[j]; k < starts[j + 1]; k++) rows[indices[k]].push([j, values[k]]);
  }
  return rows;
}
