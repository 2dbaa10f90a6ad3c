import type { Matrix } from '../../kernels/algebra/matrix.ts';

/** A choice, whatever the prices, and each of its closes, in ms. */
const msPerChoice = 7;
const msPerClose = 1.5e-4;
/** With l2 quadratic programs take the place of linear ones. */
const timesWithSpread = 4;

/**
 * How long the worst days of one choice of positions take, in ms, where another choice was solved before:
 * a few programs of the days that matter, measured on a warm core of 2020s make.
 *
 * @param l2  γ
 */
export function tailChoiceMs(
  { rows, columns }: Pick<Matrix, 'rows' | 'columns'>,
  l2: number,
): number {
  return (l2 > 0 ? timesWithSpread : 1) * (msPerChoice + msPerClose * rows * columns);
}
