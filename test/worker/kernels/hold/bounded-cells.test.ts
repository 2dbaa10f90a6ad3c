import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Matrix } from '../../../../worker/kernels/algebra/matrix.ts';
import { boundedCells } from '../../../../worker/kernels/hold/bounded-cells.ts';
import { uniformRandom } from '../../../../worker/kernels/samples/random.ts';
import { randomWeights } from '../../../support/markets.ts';

const cells = suite('bounded-cells');

const bounds = (lower: readonly number[], upper: readonly number[]) => ({
  lower: Float64Array.from(lower),
  upper: Float64Array.from(upper),
});

/** Twice the area of a triangle in its first two weights; with a sign. */
function area({ values }: Matrix, corners: readonly ArrayLike<number>[] = rowsOf(values)): number {
  const at = (k: number, i: number): number => corners[k]?.[i] ?? 0;
  const side = (k: number, i: number): number => at(k, i) - at(0, i);
  return side(1, 0) * side(2, 1) - side(1, 1) * side(2, 0);
}

function rowsOf(values: Float64Array): readonly Float64Array[] {
  return [0, 1, 2].map((k) => values.subarray(3 * k, 3 * k + 3));
}

/** Whether a triangle holds a point, to within rounding. */
function holds(cell: Matrix, point: Float64Array): boolean {
  const rows = rowsOf(cell.values);
  const whole = area(cell);
  return [0, 1, 2].every(
    (k) =>
      area(
        cell,
        rows.map((row, l) => (l === k ? point : row)),
      ) /
        whole >=
      -1e-9,
  );
}

cells('without bounds the simplex is one cell', () => {
  const [cell, ...more] = boundedCells(bounds([0, 0, 0], [1, 1, Number.POSITIVE_INFINITY]));

  assert.equal(cell?.values, Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1));
  assert.is(more.length, 0);
});

cells('two symbols leave a line', () => {
  const found = boundedCells(bounds([0.1, 0], [0.7, 0.8]));

  assert.is(found.length, 1);
  assert.is(found[0]?.rows, 2);
  const shares = [found[0]?.values[0] ?? 0, found[0]?.values[2] ?? 0].sort();
  assert.ok(Math.abs((shares[0] ?? 0) - 0.2) < 1e-15 && Math.abs((shares[1] ?? 0) - 0.7) < 1e-15);
});

cells('bounds that leave one portfolio give a point', () => {
  const found = boundedCells(bounds([0.5, 0.5], [1, 1]));

  assert.is(found.length, 1);
  assert.equal(found[0]?.values, Float64Array.of(0.5, 0.5));
});

cells('bounds on all sides leave a hexagon of four triangles', () => {
  const found = boundedCells(bounds([0.2, 0.2, 0.2], [0.5, 0.5, 0.5]));
  const areas = found.reduce((sum, cell) => sum + Math.abs(area(cell)), 0);

  assert.is(found.length, 4);
  // 0.4² for what the lower bounds leave, less three corners of 0.1².
  assert.ok(Math.abs(areas - 0.13) < 1e-14, `${areas}`);
});

cells('every portfolio within bounds lies in a cell, no other does', () => {
  const uniform = uniformRandom(8);
  for (let draw = 0; draw < 60; draw++) {
    const lower = Float64Array.from({ length: 3 }, () => 0.3 * uniform());
    const upper = lower.map((least) => least + 0.1 + 0.6 * uniform());
    const found = boundedCells({ lower, upper });
    for (let point = 0; point < 40; point++) {
      const weights = randomWeights(3, uniform);
      const room = weights.map((weight, i) =>
        Math.min(weight - (lower[i] ?? 0), (upper[i] ?? 0) - weight),
      );
      const least = Math.min(...room);
      if (Math.abs(least) < 1e-6) continue;

      assert.is(
        found.some((cell) => holds(cell, weights)),
        least > 0,
      );
    }
  }
});

cells.run();
