import { choleskyInPlace } from '../algebra/cholesky.ts';
import { choleskySolve } from '../algebra/cholesky-solve.ts';
import { dot } from '../algebra/dot.ts';
import type { Matrix } from '../algebra/matrix.ts';

/**
 * How constraints lie to one another in the metric of a positive definite H: those of the bounds
 * eᵢᵀx first, then those of the rows aᵣᵀx, n + m in all.
 */
export interface ConstraintGram {
  /** Inner products aⱼᵀH⁻¹aₖ over the lengths of both: (n + m)², ones on the diagonal. */
  readonly cosines: Matrix;
  /** √(aⱼᵀH⁻¹aⱼ), length n + m; 0 for a row of zeros. */
  readonly lengths: Float64Array;
  /** H⁻¹ times a vector of length n. */
  readonly solve: (right: Float64Array) => Float64Array;
}

/**
 * With H = LLᵀ the constraints become the columns of L⁻¹ and sums of them, so that those that depend
 * on one another keep doing so to the last digit.
 *
 * @param hessian  H, n × n, positive definite
 * @param rows     m × n
 * @throws {RangeError} when H is not positive definite, or shapes do not fit
 */
export function constraintGram(hessian: Matrix, rows: Matrix): ConstraintGram {
  const size = hessian.rows;
  if (rows.columns !== size) {
    throw new RangeError(`Cannot constrain ${size} weights by rows of ${rows.columns}`);
  }
  const factor = { ...hessian, values: hessian.values.slice() };
  if (!choleskyInPlace(factor, 0)) throw new RangeError('Cannot factor an indefinite matrix');
  const directions = constraintDirections(factor, rows);
  const count = size + rows.rows;
  const lengths = new Float64Array(count);
  for (let j = 0; j < count; j++) lengths[j] = Math.sqrt(runs(directions, size, j, j));
  const values = new Float64Array(count * count);
  for (let j = 0; j < count; j++) {
    values[j * count + j] = 1;
    for (let k = 0; k < j; k++) {
      const both = lengths[j] * lengths[k];
      const cosine = both > 0 ? runs(directions, size, j, k) / both : 0;
      values[j * count + k] = cosine;
      values[k * count + j] = cosine;
    }
  }
  return {
    cosines: { rows: count, columns: count, values },
    lengths,
    solve: (right) => choleskySolve(factor, right),
  };
}

/** L⁻¹aⱼ of each constraint, one after the other: columns of L⁻¹ first, then sums of them. */
function constraintDirections(factor: Matrix, rows: Matrix): Float64Array {
  const size = rows.columns;
  const directions = new Float64Array((size + rows.rows) * size);
  for (let j = 0; j < size; j++) putColumn(factor, j, directions);
  for (let r = 0; r < rows.rows; r++) {
    const start = (size + r) * size;
    for (let j = 0; j < size; j++) {
      const entry = rows.values[r * size + j];
      if (entry === 0) continue;
      for (let i = j; i < size; i++) directions[start + i] += entry * directions[j * size + i];
    }
  }
  return directions;
}

/** Column j of L⁻¹. */
function putColumn({ rows: size, values: l }: Matrix, j: number, directions: Float64Array): void {
  const start = j * size;
  directions[start + j] = 1 / l[j * size + j];
  for (let i = j + 1; i < size; i++) {
    let rest = 0;
    for (let k = j; k < i; k++) rest -= l[i * size + k] * directions[start + k];
    directions[start + i] = rest / l[i * size + i];
  }
}

// Positional on purpose: called for every pair of constraints.
function runs(directions: Float64Array, size: number, j: number, k: number): number {
  // The direction of a bound is 0 before its own place.
  const from = Math.min(Math.max(j, k), size) % size;
  const first = j < size && k < size ? from : 0;
  const both = {
    left: directions,
    leftStart: j * size + first,
    right: directions,
    rightStart: k * size + first,
  };
  return dot(both, size - first);
}
