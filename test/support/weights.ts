import * as assert from 'uvu/assert';

/** Asserts that weights are numbers, none negative, and sum to 1 within rounding. */
export function areWeights(weights: Float64Array, message: string): void {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  assert.ok(Math.abs(sum - 1) < 1e-12, `${message}: they sum to ${sum}`);
  assert.ok(
    weights.every((weight) => weight >= 0),
    `${message}: ${weights}`,
  );
}

/** Asserts that two runs of numbers are as long and nowhere further apart than a tolerance. */
export function alike(
  actual: Iterable<number>,
  expected: Iterable<number>,
  { within, message = '' }: { readonly within: number; readonly message?: string },
): void {
  const left = Array.from(actual);
  const right = Array.from(expected);
  assert.is(left.length, right.length, message);
  const worst = left.reduce((most, x, i) => Math.max(most, Math.abs(x - (right[i] ?? NaN))), 0);
  assert.ok(worst <= within, `${message}: ${left} is ${worst} from ${right}`);
}
