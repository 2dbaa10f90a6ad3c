import type { Matrix } from '../algebra/matrix.ts';

/** Of the mean diagonal entry: a Cholesky pivot at or below it counts as 0. */
const singular = 1e-11;

/** A matrix to be factored for weights with a fixed sum. */
export interface ShiftedMatrix {
  readonly matrix: Matrix;
  /** tr(Q)/n, or 1 where nothing varies: the size of Q's entries. */
  readonly level: number;
  /** A Cholesky pivot at or below it means: depends on what is already in. */
  readonly smallestPivot: number;
}

/**
 * Adds κ = tr(Q)/n² to every entry of a positive semidefinite Q. Where weights have a fixed sum b
 * this adds the constant ½κb² to ½wᵀQw and changes no answer, but Q need then be definite only along
 * changes that keep the sum: one symbol that never varies does not make it singular.
 */
export function budgetShift({ rows: size, columns, values }: Matrix): ShiftedMatrix {
  let trace = 0;
  for (let i = 0; i < size; i++) trace += values[i * size + i];
  const level = trace > 0 ? trace / size : 1;
  const shift = level / size;
  const shifted = new Float64Array(values.length);
  for (let k = 0; k < shifted.length; k++) shifted[k] = values[k] + shift;
  return {
    matrix: { rows: size, columns, values: shifted },
    level,
    smallestPivot: singular * level,
  };
}
