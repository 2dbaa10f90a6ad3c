import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Matrix } from '../../../../worker/kernels/algebra/matrix.ts';
import { nonnegativeQuadratic } from '../../../../worker/kernels/quadratic/nonnegative-quadratic.ts';
import { normals } from '../../../support/markets.ts';

const quadratic = suite('nonnegative-quadratic');

/** Columns of random numbers, and their Gram matrix. */
function gram(seed: number, size: number, rank: number): Matrix {
  const normal = normals(seed);
  const factor = Float64Array.from({ length: size * rank }, () => normal());
  const values = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      for (let k = 0; k < rank; k++) {
        values[i * size + j] =
          (values[i * size + j] ?? 0) + (factor[i * rank + k] ?? 0) * (factor[j * rank + k] ?? 0);
      }
    }
  }
  return { rows: size, columns: size, values };
}

/** Largest violation of y ≥ 0, slope = 0 where y > 0, slope ≤ 0 elsewhere. */
function violation({ rows: size, values }: Matrix, linear: Float64Array, y: Float64Array): number {
  let worst = 0;
  for (let i = 0; i < size; i++) {
    let slope = linear[i] ?? 0;
    for (let j = 0; j < size; j++) slope -= (values[i * size + j] ?? 0) * (y[j] ?? 0);
    const held = (y[i] ?? 0) > 0;
    worst = Math.max(worst, held ? Math.abs(slope) : slope, -(y[i] ?? 0));
  }
  return worst;
}

quadratic('an inner minimum solves the equations', () => {
  const matrix = { rows: 2, columns: 2, values: Float64Array.of(2, 1, 1, 2) };

  const y = nonnegativeQuadratic(matrix, Float64Array.of(4, 5));

  assert.ok(Math.abs((y[0] ?? 0) - 1) < 1e-15);
  assert.ok(Math.abs((y[1] ?? 0) - 2) < 1e-15);
});

quadratic('an entry that would be negative is 0', () => {
  const matrix = { rows: 2, columns: 2, values: Float64Array.of(4, 1, 1, 4) };

  assert.equal(Array.from(nonnegativeQuadratic(matrix, Float64Array.of(8, 1))), [2, 0]);
  assert.equal(Array.from(nonnegativeQuadratic(matrix, Float64Array.of(-1, -1))), [0, 0]);
});

quadratic('random problems meet the conditions of a minimum', () => {
  for (let seed = 1; seed <= 60; seed++) {
    const size = 1 + (seed % 17);
    const matrix = gram(seed, size, size + 3);
    const normal = normals(1000 + seed);
    const linear = Float64Array.from({ length: size }, () => normal());

    assert.ok(violation(matrix, linear, nonnegativeQuadratic(matrix, linear)) < 1e-9, `${seed}`);
  }
});

quadratic('a singular matrix with a minimum is solved', () => {
  for (let seed = 1; seed <= 40; seed++) {
    const size = 3 + (seed % 9);
    const matrix = gram(seed, size, 2);
    // In the range of the matrix, so that there is a minimum.
    const linear = matrix.values.slice(0, size);

    assert.ok(violation(matrix, linear, nonnegativeQuadratic(matrix, linear)) < 1e-8, `${seed}`);
  }
});

quadratic('hundreds of held entries are taken in together', () => {
  const size = 240;
  const matrix = gram(7, size, 260);
  const linear = matrix.values.slice(0, size).map((value, i) => 300 + value / (i + 1));

  const y = nonnegativeQuadratic(matrix, linear);

  assert.ok(y.filter((value) => value > 0).length > 40);
  assert.ok(violation(matrix, linear, y) < 1e-10 * 300);
});

quadratic.run();
