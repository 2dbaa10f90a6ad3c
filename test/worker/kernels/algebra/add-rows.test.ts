import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { addRowsInPlace, rowMix } from '../../../../worker/kernels/algebra/add-rows.ts';
import { uniformRandom } from '../../../../worker/kernels/samples/random.ts';

const mixes = suite('add-rows');

const matrix = { rows: 3, columns: 2, values: Float64Array.of(1, 2, 3, 4, 5, 6) };

mixes('named rows are added to what is there', () => {
  const sum = Float64Array.of(100, 200);

  addRowsInPlace(sum, { matrix, rows: Int32Array.of(2, 0), factors: Float64Array.of(2, -1) });

  assert.equal(Array.from(sum), [109, 210]);
});

mixes('rows beyond the last factor do not count', () => {
  const sum = new Float64Array(2);

  addRowsInPlace(sum, { matrix, rows: Int32Array.of(1, 2), factors: Float64Array.of(1) });

  assert.equal(Array.from(sum), [3, 4]);
});

mixes('a row with the factor 0 is left out, whatever it holds', () => {
  const values = Float64Array.of(1, 2, Number.NaN, 4, 5, 6);

  assert.equal(Array.from(rowMix({ ...matrix, values }, Float64Array.of(1, 0, 1))), [6, 8]);
});

mixes('four rows at a time give the bits of one after the other', () => {
  const uniform = uniformRandom(7);
  const [rows, columns] = [23, 9];
  const values = Float64Array.from({ length: rows * columns }, () => uniform() - 0.5);
  const factors = Float64Array.from({ length: rows }, () => uniform() - 0.5);
  const expected = new Float64Array(columns);
  for (let k = 0; k < rows * columns; k++) {
    const [row, column] = [Math.floor(k / columns), k % columns];
    expected[column] = (expected[column] ?? 0) + (factors[row] ?? 0) * (values[k] ?? 0);
  }

  assert.equal(rowMix({ rows, columns, values }, factors), expected);
});

mixes.run();
