import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  backwardInPlace,
  forwardInPlace,
} from '../../../../worker/kernels/algebra/substitution.ts';
import { normals } from '../../../support/markets.ts';

const substitution = suite('substitution');

/** A lower triangle with numbers above it that nobody may read. */
function triangle(seed: number, size: number) {
  const normal = normals(seed);
  const values = Float64Array.from({ length: size * size }, (_, k) => {
    const [i, j] = [Math.floor(k / size), k % size];
    if (j > i) return Number.NaN;
    return i === j ? 2 + Math.abs(normal()) : normal() / size;
  });
  return { rows: size, columns: size, values };
}

substitution('a triangle of two is solved by hand', () => {
  const factor = { rows: 2, columns: 2, values: Float64Array.of(2, Number.NaN, 1, 4) };
  const forward = Float64Array.of(4, 10);
  const backward = Float64Array.of(8, 12);

  forwardInPlace(factor, forward);
  backwardInPlace(factor, backward);

  assert.equal(Array.from(forward), [2, 2]);
  assert.equal(Array.from(backward), [2.5, 3]);
});

substitution('both ways solve triangles of any size, and parts of them', () => {
  for (let size = 1; size <= 23; size++) {
    const factor = triangle(size, 23);
    const x = Float64Array.from({ length: size }, (_, i) => Math.cos(i));
    const at = (i: number, j: number) => factor.values[i * 23 + j] ?? 0;
    const forward = x.map((_, i) =>
      x.subarray(0, i + 1).reduce((sum, value, j) => sum + at(i, j) * value, 0),
    );
    const backward = x.map((_, j) =>
      x.reduce((sum, value, i) => (i < j ? sum : sum + at(i, j) * value), 0),
    );

    forwardInPlace(factor, forward);
    backwardInPlace(factor, backward);

    for (let i = 0; i < size; i++) {
      assert.ok(Math.abs((forward[i] ?? 0) - (x[i] ?? 0)) < 1e-14, `${size}`);
      assert.ok(Math.abs((backward[i] ?? 0) - (x[i] ?? 0)) < 1e-14, `${size}`);
    }
  }
});

substitution.run();
