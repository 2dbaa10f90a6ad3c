import { dot } from './dot.ts';

/** xᵀy of two whole vectors of the same length. */
export function inner(x: Float64Array, y: Float64Array): number {
  return dot({ left: x, leftStart: 0, right: y, rightStart: 0 }, x.length);
}
