/**
 * Minimise cᵀx over lower ≤ x ≤ upper and rowLower ≤ Ax ≤ rowUpper, some x_j whole if need be. A is
 * m × n, sparse, column after column; −Infinity and Infinity stand for no bound.
 */
export interface LinearProgram {
  /** c, length n. */
  readonly costs: Float64Array;
  /** Length n. */
  readonly lower: Float64Array;
  /** Length n. */
  readonly upper: Float64Array;
  /** Length m. */
  readonly rowLower: Float64Array;
  /** Length m. */
  readonly rowUpper: Float64Array;
  /** Length n + 1: the entries of column j are those from starts[j] up to starts[j + 1]. */
  readonly starts: Int32Array;
  /** The row of each entry; each row at most once a column. */
  readonly indices: Int32Array;
  /** Each entry. */
  readonly values: Float64Array;
  /** Length n, 1 where x_j is to be whole; absent where none is. */
  readonly whole?: Uint8Array;
}

/**
 * A program is what it claims to be.
 *
 * @throws {RangeError} lengths that do not fit one another, or entries outside the matrix
 */
export function checkShape(program: LinearProgram): void {
  const { costs, lower, upper, rowLower, rowUpper, starts, indices, values, whole } = program;
  const size = costs.length;
  const lengths = [lower.length, upper.length, starts.length - 1, whole?.length ?? size];
  if (lengths.some((length) => length !== size) || rowLower.length !== rowUpper.length) {
    throw new RangeError(`${size} costs, and ${lengths} bounds, columns and marks of whole ones`);
  }
  if (starts[size] !== values.length || indices.length !== values.length) {
    throw new RangeError(`${values.length} entries, ${indices.length} rows, end ${starts[size]}`);
  }
  const outside = indices.findIndex((row) => row < 0 || row >= rowLower.length);
  if (outside >= 0) throw new RangeError(`Row ${indices[outside]} of ${rowLower.length}`);
}
