import * as assert from 'uvu/assert';

/** Asserts that numbers are the expected ones within a share of the largest of those. */
export function allNear(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance = 1e-12,
): void {
  assert.is(actual.length, expected.length);
  const largest = Math.max(...Array.from(expected, Math.abs));
  for (let k = 0; k < expected.length; k++) {
    const error = Math.abs((actual[k] ?? Number.NaN) - (expected[k] ?? Number.NaN));
    assert.ok(
      error <= tolerance * largest,
      `entry ${k}: ${actual[k]}, not ${expected[k]} (${error / largest} of the largest)`,
    );
  }
}
