import type { LinearProgram } from './linear-program.ts';

/** What a column is beside its entries. */
export interface Column {
  readonly cost: number;
  readonly lower: number;
  readonly upper: number;
}

/** Builds a sparse program one column after the other. */
export class ColumnList {
  readonly #costs: Float64Array;
  readonly #lower: Float64Array;
  readonly #upper: Float64Array;
  readonly #starts: Int32Array;
  readonly #indices: Int32Array;
  readonly #values: Float64Array;
  #columns = 0;
  #entries = 0;

  /**
   * @param columns  how many there will be
   * @param entries  how many entries they will have together, at most
   */
  constructor(columns: number, entries: number) {
    this.#costs = new Float64Array(columns);
    this.#lower = new Float64Array(columns);
    this.#upper = new Float64Array(columns);
    this.#starts = new Int32Array(columns + 1);
    this.#indices = new Int32Array(entries);
    this.#values = new Float64Array(entries);
  }

  /** Begins a column; its entries follow. */
  begin({ cost, lower, upper }: Column): void {
    const column = this.#columns;
    this.#costs[column] = cost;
    this.#lower[column] = lower;
    this.#upper[column] = upper;
    this.#columns = column + 1;
    this.#starts[column + 1] = this.#entries;
  }

  /** Adds an entry to the column begun last; zeros are left out. */
  enter(row: number, value: number): void {
    if (value === 0) return;
    this.#indices[this.#entries] = row;
    this.#values[this.#entries] = value;
    this.#entries += 1;
    this.#starts[this.#columns] = this.#entries;
  }

  /** The program of all columns, with bounds of its rows. */
  program(rowLower: Float64Array, rowUpper: Float64Array): LinearProgram {
    return {
      costs: this.#costs,
      lower: this.#lower,
      upper: this.#upper,
      rowLower,
      rowUpper,
      starts: this.#starts,
      indices: this.#indices.subarray(0, this.#entries),
      values: this.#values.subarray(0, this.#entries),
    };
  }
}
