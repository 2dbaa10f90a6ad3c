import type { MixInput } from './mix-problem.ts';

/** A product of two returns in a covariance, in ms. */
const msPerProduct = 3e-7;
/** A multiplication and addition of a factorisation, in ms. */
const msPerStep = 3e-6;
/** A close that is read once, in ms. */
const msPerClose = 2e-5;
/** A weight of one point of the frontier, times the symbols, in ms. */
const msPerEntry = 4e-6;

/**
 * How long an estimate and its solve take, in ms, on a warm core of 2020s make: an estimate within
 * a factor of 3 or so, to choose between answering at once and a thread.
 */
export function expectedMixMs({ closes: { rows, columns }, question }: MixInput): number {
  const points = question.points ?? 1;
  return (
    rows * columns ** 2 * msPerProduct +
    columns ** 3 * msPerStep +
    rows * columns * msPerClose +
    points * columns ** 2 * msPerEntry
  );
}
