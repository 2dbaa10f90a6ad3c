import * as assert from 'uvu/assert';

/** Asserts that a number is the expected one but for rounding, relative to it, absolute near 0. */
export function near(actual: number | undefined, expected: number, tolerance = 1e-12): void {
  const error = Math.abs((actual ?? Number.NaN) - expected);
  assert.ok(error <= tolerance * Math.max(Math.abs(expected), 1e-3), `${actual} for ${expected}`);
}
