import type { LinearProgram } from './linear-program.ts';

/** A program in other units, and the way back from its solution. */
export interface ScaledProgram {
  readonly program: LinearProgram;
  /** x in the units of the original. */
  primal(x: Float64Array): Float64Array;
  /** What rows are worth, in the units of the original. */
  duals(y: Float64Array): Float64Array;
}

/** Rounds of scaling rows and columns in turn: more change little. */
const rounds = 4;

/**
 * The same program with entries, costs and bounds near 1, on which the absolute tolerances of a
 * solver are relative ones. Factors are powers of 2, so that nothing is rounded; whole numbers keep
 * their unit.
 *
 * @see Fulkerson & Wolfe (1962), SIAM Review 4(2): geometric means of rows and columns in turn
 */
export function scaledProgram(program: LinearProgram): ScaledProgram {
  const { costs, lower, upper, rowLower, rowUpper, whole } = program;
  const { rows, columns } = factorsOf(program);
  const cost = toOne([costs.map((one, j) => one * columns[j])]);
  const sides = [lower, upper].map((side) => side.map((one, j) => one / columns[j]));
  const rowSides = [rowLower, rowUpper].map((side) => side.map((one, i) => one * rows[i]));
  const size = whole === undefined ? toOne([...sides, ...rowSides]) : 1;
  const [low, high] = sides.map((side) => side.map((one) => one * size));
  const [rowLow, rowHigh] = rowSides.map((side) => side.map((one) => one * size));
  return {
    program: {
      ...program,
      costs: costs.map((one, j) => one * columns[j] * cost),
      lower: low,
      upper: high,
      rowLower: rowLow,
      rowUpper: rowHigh,
      values: scaledEntries(program, { rows, columns }),
    },
    primal: (x) => x.map((one, j) => (one * columns[j]) / size),
    duals: (y) => y.map((one, i) => (one * rows[i]) / cost),
  };
}

interface Factors {
  readonly rows: Float64Array;
  readonly columns: Float64Array;
}

function factorsOf(program: LinearProgram): Factors {
  const { costs, rowLower, whole } = program;
  const rows = new Float64Array(rowLower.length).fill(1);
  const columns = new Float64Array(costs.length).fill(1);
  for (let round = 0; round < rounds; round++) {
    rows.set(rowFactors(program, columns));
    columns.set(columnFactors(program, rows));
    if (whole !== undefined) for (const j of columns.keys()) if (whole[j] === 1) columns[j] = 1;
  }
  return { rows: rows.map(powerOfTwo), columns: columns.map(powerOfTwo) };
}

function rowFactors(
  { starts, indices, values, rowLower }: LinearProgram,
  columns: Float64Array,
): Float64Array {
  const least = new Float64Array(rowLower.length).fill(Number.POSITIVE_INFINITY);
  const most = new Float64Array(rowLower.length);
  for (let j = 0; j < columns.length; j++) {
    for (let k = starts[j]; k < starts[j + 1]; k++) {
      const size = Math.abs(values[k]) * columns[j];
      if (size === 0) continue;
      least[indices[k]] = Math.min(least[indices[k]], size);
      most[indices[k]] = Math.max(most[indices[k]], size);
    }
  }
  return most.map((largest, i) => inverseMean(least[i], largest));
}

function columnFactors(
  { costs, starts, indices, values }: LinearProgram,
  rows: Float64Array,
): Float64Array {
  return costs.map((_, j) => {
    let least = Number.POSITIVE_INFINITY;
    let most = 0;
    for (let k = starts[j]; k < starts[j + 1]; k++) {
      const size = Math.abs(values[k]) * rows[indices[k]];
      if (size === 0) continue;
      least = Math.min(least, size);
      most = Math.max(most, size);
    }
    return inverseMean(least, most);
  });
}

/** One over the geometric mean of the extremes; 1 where there is nothing to scale. */
function inverseMean(least: number, most: number): number {
  return most === 0 ? 1 : 1 / (Math.sqrt(least) * Math.sqrt(most));
}

function scaledEntries(
  { costs, starts, indices, values }: LinearProgram,
  { rows, columns }: Factors,
): Float64Array {
  const scaled = new Float64Array(values.length);
  for (let j = 0; j < costs.length; j++) {
    for (let k = starts[j]; k < starts[j + 1]; k++) {
      scaled[k] = values[k] * rows[indices[k]] * columns[j];
    }
  }
  return scaled;
}

/** The power of 2 that brings the largest finite number near 1. */
function toOne(groups: readonly Float64Array[]): number {
  let largest = 0;
  for (const group of groups) {
    for (const value of group) {
      if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value));
    }
  }
  return largest === 0 ? 1 : powerOfTwo(1 / largest);
}

function powerOfTwo(value: number): number {
  return 2 ** Math.round(Math.log2(value));
}
