import type { Matrix } from '../algebra/matrix.ts';
import { shortfallGramAt } from './shortfall-gram.ts';

/** The quadratic form of the periods in which a path is below 0, n × n. */
export type ShortfallForms = (path: Float64Array) => Matrix;

/**
 * Forms of one period set after the other; the same matrix as long as the periods stay the same.
 *
 * @param excess  T × n returns less the threshold
 * @param scale   such as 252/T for a year
 */
export function shortfallForms(excess: Matrix, scale: number): ShortfallForms {
  let last: { readonly path: Float64Array; readonly form: Matrix } | undefined;
  return (path) => {
    const same = last?.path.every((value, t) => value < 0 === path[t] < 0);
    if (last === undefined || same !== true) {
      last = { path, form: shortfallGramAt(excess, path, scale) };
    }
    return last.form;
  };
}
